package dev.wardcast.sessions.projection;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which sessions there are, and which of them are perhaps not in Redis. Blocks. */
@Singleton
class OwnedTable {

    private final TransactionOperations<Connection> transactions;

    OwnedTable(@Named("sessions") TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    /** Notes a session in the transaction that makes it. */
    void note(Connection tx, String sessionId) throws SQLException {
        try (PreparedStatement insert =
                tx.prepareStatement("insert into unprojected (session_id) values (?)")) {
            insert.setString(1, sessionId);
            insert.execute();
        }
    }

    /** Some of those that are noted. */
    List<Owned> noted(int most) {
        return select(
                "select s.id, s.patient_id from unprojected u join sessions s on s.id = u.session_id"
                        + " where u.session_id > ? order by u.session_id limit ?",
                "",
                most);
    }

    void done(Collection<Owned> projected) {
        transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            try (PreparedStatement delete =
                    tx.prepareStatement("delete from unprojected where session_id = any (?)")) {
                delete.setArray(
                        1,
                        tx.createArrayOf(
                                "text",
                                projected.stream().map(Owned::sessionId).toArray(String[]::new)));
                return delete.executeUpdate();
            }
        });
    }

    /**
     * All sessions, page by page.
     *
     * @param after the last id of the page before; empty for the first
     */
    List<Owned> page(String after, int most) {
        return select(
                "select id, patient_id from sessions where id > ? order by id limit ?",
                after,
                most);
    }

    private List<Owned> select(String sql, String after, int most) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(sql)) {
                select.setString(1, after);
                select.setInt(2, most);
                try (ResultSet row = select.executeQuery()) {
                    List<Owned> found = new ArrayList<>();
                    while (row.next()) {
                        found.add(new Owned(row.getString(1), row.getString(2)));
                    }
                    return found;
                }
            }
        });
    }
}
