package dev.wardcast.bench.history;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Writes a ward's readings into the service's own table, in the order in which they would come. */
final class WardFill {

    private static final String A_DAY =
            """
            insert into vitals.samples (partition, entry_ms, entry_no, patient_id, data_type,
                device_type, device_id, value1, value2, taken_at, received_at)
            select (?::int[])[bed + 1], extract(epoch from minute)::bigint * 1000 + bed, type,
                'bench-bed-' || bed, (?::text[])[type], 'monitor', 'bench-monitor-' || bed,
                60 + round((30 * random())::numeric, 1), case type when 2 then 50 end,
                minute + bed * interval '1 ms', minute + bed * interval '1 ms'
            from generate_series(?::timestamptz, ?::timestamptz - interval '1 minute',
                    interval '1 minute') as minute,
                generate_series(0, ? - 1) as bed, generate_series(1, ?) as type\
            """;

    private static final int THREADS = 2;

    private final String databaseUrl;
    private final Ward ward;
    private final Consumer<String> progress;

    WardFill(String databaseUrl, Ward ward, Consumer<String> progress) {
        this.databaseUrl = databaseUrl;
        this.ward = ward;
        this.progress = progress;
    }

    void fill() throws SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(databaseUrl);
                Statement statement = connection.createStatement()) {
            // Fewer checkpoints: nobody measures yet.
            statement.execute("alter system set max_wal_size = '8GB'");
            statement.execute("select pg_reload_conf()");
            allWeeks();
            statement.execute("alter system reset max_wal_size");
            statement.execute("select pg_reload_conf()");
            progress.accept("vacuuming, as the database would by itself in time");
            statement.execute("vacuum (analyze) vitals.samples");
            statement.execute("checkpoint");
        }
    }

    private void allWeeks() throws InterruptedException {
        List<Future<?>> weeks = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int week = 0; week < Ward.WEEKS; week++) {
                LocalDate monday = ward.monday().plusWeeks(week);
                weeks.add(
                        threads.submit(() -> {
                            week(monday);
                            return null;
                        }));
            }
        }
        for (Future<?> week : weeks) {
            try {
                week.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the history could not be filled", e.getCause());
            }
        }
    }

    private void week(LocalDate monday) throws SQLException {
        try (Connection connection = DriverManager.getConnection(databaseUrl)) {
            try (PreparedStatement make =
                    connection.prepareStatement("select vitals.make_samples_week(?)")) {
                make.setObject(1, monday);
                make.execute();
            }
            for (int day = 0; day < 7; day++) {
                day(connection, monday.plusDays(day));
                progress.accept("written: the readings of " + monday.plusDays(day));
            }
        }
    }

    private void day(Connection connection, LocalDate day) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(A_DAY)) {
            insert.setArray(1, connection.createArrayOf("int", ward.partitions()));
            insert.setArray(2, connection.createArrayOf("text", Ward.TYPES.toArray()));
            insert.setObject(3, day.atStartOfDay().atOffset(ZoneOffset.UTC));
            insert.setObject(4, day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            insert.setInt(5, ward.beds());
            insert.setInt(6, Ward.TYPES.size());
            insert.executeUpdate();
        }
    }
}
