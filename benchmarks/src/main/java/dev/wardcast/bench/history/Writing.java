package dev.wardcast.bench.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.subject.DataServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/**
 * What a row costs that is written by COPY, and by an INSERT of a whole batch; into weeks of their
 * own, with all that the table has, a commit for each batch that does not wait for the disk.
 */
final class Writing implements AutoCloseable {

    private static final String COLUMNS =
            """
            vitals.samples (partition, entry_ms, entry_no, patient_id, data_type, device_type,
                device_id, value1, taken_at, received_at)\
            """;

    private static final String INSERT =
            "insert into "
                    + COLUMNS
                    + """
                     select 0, n, 0, p, 'heart_rate', 'monitor', d, v, t, t
                    from unnest(?::bigint[], ?::text[], ?::text[], ?::float8[], ?::timestamptz[])
                        as row (n, p, d, v, t)
                    on conflict do nothing\
                    """;

    private static final int PATIENTS = 200;

    private final DataServers servers;
    private final Connection connection;
    private LocalDate week = LocalDate.parse("2001-01-01");

    Writing(DataServers servers) {
        this.servers = servers;
        try {
            connection = DriverManager.getConnection(servers.databaseUrl());
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set synchronous_commit to off");
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a batch that begins with this row. */
    private interface Way {
        void write(int first, int rows) throws SQLException;
    }

    Map<String, Double> copy(int rows, int batch) {
        return measure(rows, batch, this::copyBatch);
    }

    Map<String, Double> insert(int rows, int batch) {
        return measure(rows, batch, this::insertBatch);
    }

    private Map<String, Double> measure(int rows, int batch, Way way) {
        CpuMeter meter = new CpuMeter().with("PostgreSQL", servers.postgresPid());
        try (Statement statement = connection.createStatement()) {
            week = week.plusWeeks(1);
            statement.execute("select vitals.make_samples_week('" + week + "')");
            connection.commit();
            CpuMeter.Reading before = meter.read();
            for (int first = 0; first < rows; first += batch) {
                way.write(first, Math.min(batch, rows - first));
                connection.commit();
            }
            CpuMeter.Reading after = meter.read();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("rows/s", rows * 1e9 / (after.at() - before.at()));
            figures.put("PostgreSQL µs/row", after.since(before) / 1e3 / rows);
            figures.put("client µs/row", (after.generator() - before.generator()) / 1e3 / rows);
            return figures;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copyBatch(int first, int rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int row = first; row < first + rows; row++) {
            text.append("0\t").append(row).append("\t0\t").append(patient(row));
            text.append("\theart_rate\tmonitor\t").append(device(row)).append('\t');
            text.append(value(row)).append('\t').append(time(row)).append('\t');
            text.append(time(row)).append('\n');
        }
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy " + COLUMNS + " from stdin",
                            new ByteArrayInputStream(text.toString().getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void insertBatch(int first, int rows) throws SQLException {
        Long[] numbers = new Long[rows];
        String[] patients = new String[rows];
        String[] devices = new String[rows];
        Double[] values = new Double[rows];
        String[] times = new String[rows];
        for (int i = 0; i < rows; i++) {
            int row = first + i;
            numbers[i] = (long) row;
            patients[i] = patient(row);
            devices[i] = device(row);
            values[i] = value(row);
            times[i] = time(row);
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(1, connection.createArrayOf("bigint", numbers));
            insert.setArray(2, connection.createArrayOf("text", patients));
            insert.setArray(3, connection.createArrayOf("text", devices));
            insert.setArray(4, connection.createArrayOf("float8", values));
            insert.setArray(5, connection.createArrayOf("text", times));
            insert.executeUpdate();
        }
    }

    private static String patient(int row) {
        return "bench-write-" + row % PATIENTS;
    }

    private static String device(int row) {
        return "bench-monitor-" + row % PATIENTS;
    }

    private static double value(int row) {
        return 60 + row % 300 / 10.0;
    }

    private String time(int row) {
        return week.atStartOfDay().toInstant(ZoneOffset.UTC).plusMillis(row * 10L).toString();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
