package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.VitalType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads rows of the history. Blocks; transactions are the caller's. */
final class ReadingTable {

    private static final String ORDER =
            " order by taken_at desc, entry_ms desc, entry_no desc limit ?";

    // The row comparison chooses among equal times, the plain one before it among partitions.
    private static final String OF_ONE_TYPE =
            """
            (select data_type, device_type, device_id, sequence, value1, value2, taken_at,
                received_at, entry_ms, entry_no
            from vitals.samples
            where patient_id = ? and data_type = ? and taken_at >= ? and taken_at <= ?
                and (taken_at, entry_ms, entry_no) < (?, ?, ?)\
            """
                    + ORDER
                    + ")";

    private static final String ONE =
            """
            select patient_id, data_type, device_type, device_id, sequence, value1, value2,
                taken_at, received_at, entry_ms, entry_no
            from vitals.samples
            where partition = ? and entry_ms = ? and entry_no = ?
                and taken_at >= ? and taken_at < ?
            limit 1\
            """;

    /** Most readings come to the queue within this time. */
    private static final Duration SOON = Duration.ofDays(7);

    private ReadingTable() {}

    /**
     * Readings of a patient, newest first.
     *
     * @param from earliest time, inclusive; instead of the query's
     * @param limit instead of the query's
     */
    static List<StoredReading> page(
            Connection connection,
            HistoryQuery query,
            Instant from,
            HistoryCursor before,
            int limit)
            throws SQLException {
        Collection<VitalType> types =
                query.types().isEmpty() ? EnumSet.allOf(VitalType.class) : query.types();
        // Each vital sign is a range of the index. Merged, only what is shown is read of each.
        String sql =
                "select * from ("
                        + String.join(" union all ", Collections.nCopies(types.size(), OF_ONE_TYPE))
                        + ") as readings"
                        + ORDER;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int at = 1;
            for (VitalType type : types) {
                select.setString(at++, query.patientId());
                select.setString(at++, type.wireName());
                select.setObject(at++, from.atOffset(ZoneOffset.UTC));
                select.setObject(at++, before.takenAt().atOffset(ZoneOffset.UTC));
                select.setObject(at++, before.takenAt().atOffset(ZoneOffset.UTC));
                select.setLong(at++, before.entryMs());
                select.setLong(at++, before.entryNumber());
                select.setInt(at++, limit);
            }
            select.setInt(at, limit);
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
        Instant entered = Instant.ofEpochMilli(id.entryMs());
        if (entered.isAfter(HistoryQuery.LATEST)) {
            return Optional.empty();
        }
        Optional<StoredReading> soon =
                one(connection, id, entered.minus(SOON), HistoryQuery.LATEST);
        return soon.isPresent()
                ? soon
                : one(connection, id, HistoryQuery.EARLIEST, entered.minus(SOON));
    }

    private static Optional<StoredReading> one(
            Connection connection, ReadingId id, Instant from, Instant to) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONE)) {
            select.setInt(1, id.partition());
            select.setLong(2, id.entryMs());
            select.setLong(3, id.entryNumber());
            select.setObject(4, from.atOffset(ZoneOffset.UTC));
            select.setObject(5, to.atOffset(ZoneOffset.UTC));
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
}
