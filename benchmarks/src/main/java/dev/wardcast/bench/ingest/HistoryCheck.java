package dev.wardcast.bench.ingest;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether each reading that was answered 202 is in the history, once. */
final class HistoryCheck {

    private static final int ROWS_AT_ONCE = 10_000;

    private final String databaseUrl;

    HistoryCheck(String databaseUrl) {
        this.databaseUrl = databaseUrl;
    }

    /**
     * @throws IllegalStateException if one is missing or there twice
     */
    void check(List<Device> devices) {
        try (Connection connection = DriverManager.getConnection(databaseUrl)) {
            check(devices, inHistory(connection));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, BitSet> inHistory(Connection connection) throws SQLException {
        Map<String, BitSet> found = new HashMap<>();
        // Otherwise the driver would read all rows at once.
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows =
                    statement.executeQuery("select device_id, sequence from vitals.samples")) {
                while (rows.next()) {
                    BitSet ofDevice = found.computeIfAbsent(rows.getString(1), id -> new BitSet());
                    int reading = Device.reading(rows.getLong(2));
                    if (ofDevice.get(reading)) {
                        throw new IllegalStateException(
                                "reading %d of %s is in the history twice"
                                        .formatted(reading, rows.getString(1)));
                    }
                    ofDevice.set(reading);
                }
            }
        }
        return found;
    }

    private static void check(List<Device> devices, Map<String, BitSet> history) {
        int missing = 0;
        for (Device device : devices) {
            BitSet lost = device.accepted();
            lost.andNot(history.getOrDefault(device.id(), new BitSet()));
            missing += lost.cardinality();
        }
        if (missing > 0) {
            throw new IllegalStateException(
                    missing + " readings were accepted and are not in the history");
        }
    }
}
