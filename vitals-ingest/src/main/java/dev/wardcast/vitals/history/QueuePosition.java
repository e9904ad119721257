package dev.wardcast.vitals.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/** How far the history has got in a partition of the queue. Blocks. */
final class QueuePosition {

    private QueuePosition() {}

    static String of(Connection connection, int partition) throws SQLException {
        String sql = "select entry_id from vitals.positions where partition = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, partition);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Objects.requireNonNull(row.getString(1));
            }
        }
    }

    /** Whether it was there and moved; the row stays locked until the commit. */
    static boolean move(Connection connection, int partition, String from, String to)
            throws SQLException {
        String sql =
                "update vitals.positions set entry_id = ? where partition = ? and entry_id = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, to);
            update.setInt(2, partition);
            update.setString(3, from);
            return update.executeUpdate() == 1;
        }
    }
}
