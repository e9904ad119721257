package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL of the history. Blocks; transactions are the caller's. */
final class HistoryTable {

    // One statement for a batch, whatever its size: the server plans it once.
    private static final String INSERT =
            """
            insert into vitals.samples (partition, entry_ms, entry_no, patient_id, data_type,
                device_type, device_id, sequence, value1, value2, taken_at, received_at)
            select ?, * from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::bigint[], ?::float8[], ?::float8[], ?::timestamptz[], ?::timestamptz[])
            on conflict do nothing\
            """;

    private static final String PAGE =
            """
            select data_type, device_type, device_id, sequence, value1, value2, taken_at,
                received_at, entry_ms, entry_no
            from vitals.samples
            where patient_id = ? and taken_at >= ?
                and (taken_at, entry_ms, entry_no) < (?, ?, ?)
                and (?::text[] is null or data_type = any (?))
            order by taken_at desc, entry_ms desc, entry_no desc
            limit ?\
            """;

    private static final String ONE =
            """
            select patient_id, data_type, device_type, device_id, sequence, value1, value2,
                taken_at, received_at, entry_ms, entry_no
            from vitals.samples
            where partition = ? and entry_ms = ? and entry_no = ?\
            """;

    private HistoryTable() {}

    static String position(Connection connection, int partition) throws SQLException {
        String sql = "select entry_id from vitals.positions where partition = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, partition);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Objects.requireNonNull(row.getString(1));
            }
        }
    }

    /** Whether the position was there and moved; the row stays locked until the commit. */
    static boolean movePosition(Connection connection, int partition, String from, String to)
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

    /** Returns how many were not there before. */
    static int insert(Connection connection, int partition, List<Entry> entries)
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
            columns.set(11, "text", entry -> entry.sample().takenAt().toString());
            columns.set(12, "text", entry -> entry.sample().receivedAt().toString());
            return insert.executeUpdate();
        }
    }

    static List<StoredReading> page(Connection connection, HistoryQuery query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setString(1, query.patientId());
            select.setObject(2, atOffset(query.from()));
            select.setObject(3, atOffset(query.before().takenAt()));
            select.setLong(4, query.before().entryMs());
            select.setLong(5, query.before().entryNumber());
            Array types = types(connection, query);
            select.setArray(6, types);
            select.setArray(7, types);
            // One more than asked for tells whether there is another page.
            select.setInt(8, query.limit() + 1);
            List<StoredReading> rows = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found, query.patientId()));
                }
            }
            return rows;
        }
    }

    static Optional<StoredReading> one(Connection connection, ReadingId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONE)) {
            select.setInt(1, id.partition());
            select.setLong(2, id.entryMs());
            select.setLong(3, id.entryNumber());
            try (ResultSet found = select.executeQuery()) {
                return found.next()
                        ? Optional.of(row(found, found.getString("patient_id")))
                        : Optional.empty();
            }
        }
    }

    private static StoredReading row(ResultSet found, String patientId) throws SQLException {
        VitalType type = VitalType.ofWireName(found.getString("data_type")).orElseThrow();
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < type.fields().size(); i++) {
            values.put(type.fields().get(i).name(), found.getDouble("value" + (i + 1)));
        }
        Instant takenAt = found.getObject("taken_at", OffsetDateTime.class).toInstant();
        return new StoredReading(
                new HistoryPage.Reading(
                        patientId,
                        found.getString("device_type"),
                        found.getString("device_id"),
                        type.wireName(),
                        values,
                        takenAt,
                        found.getObject("received_at", OffsetDateTime.class).toInstant(),
                        found.getObject("sequence", Long.class)),
                new HistoryCursor(takenAt, found.getLong("entry_ms"), found.getLong("entry_no")));
    }

    private static @Nullable Array types(Connection connection, HistoryQuery query)
            throws SQLException {
        return query.types().isEmpty()
                ? null
                : connection.createArrayOf(
                        "text", query.types().stream().map(VitalType::wireName).toArray());
    }

    private static OffsetDateTime atOffset(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
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

    private record EntryId(long ms, long number) {
        static EntryId of(String id) {
            int dash = id.indexOf('-');
            return new EntryId(
                    Long.parseLong(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1)));
        }
    }
}
