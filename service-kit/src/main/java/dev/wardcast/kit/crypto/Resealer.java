package dev.wardcast.kit.crypto;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Seals the rows of one column anew that a former key had sealed, some at a time, while everybody
 * reads and writes. Any number of nodes may do so: each row is one node's work. Blocks.
 */
final class Resealer {

    /** So that the locks of a round are short. */
    private static final int BATCH = 200;

    private final SealedColumn column;
    private final DataSource database;
    private final TextVault vault;

    Resealer(SealedColumn column, DataSource database, TextVault vault) {
        this.column = column;
        this.database = database;
        this.vault = vault;
    }

    private record Row(String key, String text) {}

    /** What became of the rows that were there. */
    record Outcome(int sealed, int unreadable) {}

    /** Goes through the table once; what can't be opened stays as it is and holds nothing up. */
    Outcome run() throws SQLException {
        int sealed = 0;
        int unreadable = 0;
        String after = "";
        List<Row> rows;
        do {
            Round round = round(after);
            rows = round.rows();
            sealed += round.sealed();
            unreadable += rows.size() - round.sealed();
            after = rows.isEmpty() ? after : rows.getLast().key();
        } while (rows.size() == BATCH);
        return new Outcome(sealed, unreadable);
    }

    private record Round(List<Row> rows, int sealed) {}

    private Round round(String after) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<Row> rows = claim(connection, after);
                Round round = new Round(rows, reseal(connection, rows));
                connection.commit();
                return round;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private List<Row> claim(Connection tx, String after) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(column.claim())) {
            select.setString(1, active());
            select.setString(2, active());
            select.setString(3, after);
            select.setInt(4, BATCH);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(row.getString(1), row.getString(2)));
                }
            }
            return rows;
        }
    }

    private String open(String text, String context) {
        return column.clearBefore() ? vault.openOrClear(text, context) : vault.open(text, context);
    }

    private int reseal(Connection tx, List<Row> rows) throws SQLException {
        int sealed = 0;
        try (PreparedStatement replace = tx.prepareStatement(column.replace())) {
            for (Row row : rows) {
                String context = column.context().apply(row.key());
                try {
                    replace.setString(1, vault.seal(open(row.text(), context), context));
                } catch (VaultException keyIsAway) {
                    continue;
                }
                replace.setString(2, row.key());
                replace.addBatch();
                sealed++;
            }
            replace.executeBatch();
        }
        return sealed;
    }

    /** Rows of former keys. */
    long left() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement(column.count())) {
            count.setString(1, active());
            count.setString(2, active());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private String active() {
        return vault.activeKey().orElseThrow(VaultException::noKey);
    }

    SealedColumn column() {
        return column;
    }
}
