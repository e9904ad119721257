package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what is not there yet, and passes over what is; for the rare batch that has both. */
final class SampleInsert implements SampleRows {

    // One statement for a batch, whatever its size: the server plans it once.
    private static final String INSERT =
            """
            insert into vitals.samples (partition, entry_ms, entry_no, patient_id, data_type,
                device_type, device_id, sequence, value1, value2, taken_at, received_at)
            select ?, * from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::bigint[], ?::float8[], ?::float8[], ?::timestamptz[], ?::timestamptz[])
            on conflict do nothing\
            """;

    @Override
    public int write(Connection connection, int partition, List<Entry> entries)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            Columns columns = new Columns(connection, insert, entries);
            insert.setInt(1, partition);
            columns.set(2, "bigint", entry -> EntryId.of(entry.id()).ms());
            columns.set(3, "bigint", entry -> EntryId.of(entry.id()).number());
            columns.set(4, "text", entry -> entry.sample().patientId());
            columns.set(5, "text", entry -> entry.sample().type().wireName());
            columns.set(6, "text", entry -> entry.sample().deviceType());
            columns.set(7, "text", entry -> entry.sample().deviceId());
            columns.set(8, "bigint", entry -> sequence(entry.sample()));
            columns.set(9, "float8", entry -> entry.sample().values().getFirst());
            columns.set(10, "float8", entry -> secondValue(entry.sample()));
            columns.set(11, "text", entry -> micros(entry.sample().takenAt()));
            columns.set(12, "text", entry -> micros(entry.sample().receivedAt()));
            return insert.executeUpdate();
        }
    }

    /** As COPY has it: the server would round. */
    private static String micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static @Nullable Long sequence(Sample sample) {
        return sample.sequence().isPresent() ? sample.sequence().getAsLong() : null;
    }

    private static @Nullable Double secondValue(Sample sample) {
        return sample.values().size() > 1 ? sample.values().get(1) : null;
    }

    /** Parameters that are one array for each column. */
    private record Columns(
            Connection connection, PreparedStatement statement, List<Entry> entries) {
        void set(int index, String type, Function<Entry, @Nullable Object> value)
                throws SQLException {
            @Nullable Object[] column = entries.stream().map(value).toArray();
            statement.setArray(index, connection.createArrayOf(type, column));
        }
    }
}
