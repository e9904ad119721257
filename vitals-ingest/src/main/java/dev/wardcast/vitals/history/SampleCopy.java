package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes by COPY, which the server neither plans nor parses row by row. It knows no conflicts: one
 * row that is there already (SQLSTATE 23505), or whose week has no partition (23514), and none of
 * the batch is written.
 */
final class SampleCopy implements SampleRows {

    private static final String COPY =
            """
            copy vitals.samples (partition, entry_ms, entry_no, patient_id, data_type, device_type,
                device_id, sequence, value1, value2, taken_at, received_at)
            from stdin (format binary)\
            """;

    private static final int COLUMNS = 12;

    @Override
    public int write(Connection connection, int partition, List<Entry> entries)
            throws SQLException {
        CopyBinary rows = new CopyBinary(entries.size());
        for (Entry entry : entries) {
            row(rows, partition, entry);
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
        try {
            copy.writeToCopy(rows.finish());
            return Math.toIntExact(copy.endCopy());
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void row(CopyBinary rows, int partition, Entry entry) {
        Sample sample = entry.sample();
        EntryId id = EntryId.of(entry.id());
        rows.row(COLUMNS)
                .int2(partition)
                .int8(id.ms())
                .int8(id.number())
                .text(sample.patientId())
                .text(sample.type().wireName())
                .text(sample.deviceType())
                .text(sample.deviceId());
        if (sample.sequence().isPresent()) {
            rows.int8(sample.sequence().getAsLong());
        } else {
            rows.none();
        }
        rows.float8(sample.values().getFirst());
        if (sample.values().size() > 1) {
            rows.float8(sample.values().get(1));
        } else {
            rows.none();
        }
        rows.time(sample.takenAt()).time(sample.receivedAt());
    }
}
