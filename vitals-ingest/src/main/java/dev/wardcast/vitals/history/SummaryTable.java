package dev.wardcast.vitals.history;

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
import java.util.List;
import java.util.Optional;

/** Sums up rows of the history, from its index alone. Blocks; transactions are the caller's. */
final class SummaryTable {

    private static final String SUMMARIES =
            """
            select date_bin(make_interval(secs => ?), taken_at, 'epoch') as bucket, data_type,
                count(*) as readings, min(value1) as min1, max(value1) as max1, avg(value1) as mean1,
                min(value2) as min2, max(value2) as max2, avg(value2) as mean2
            from vitals.samples
            where patient_id = ? and data_type = any (?) and taken_at >= ? and taken_at < ?
            group by bucket, data_type
            order by bucket desc, data_type\
            """;

    private static final String NEWEST =
            """
            select max(newest.taken_at)
            from unnest(?::text[]) as types (type) cross join lateral (
                select taken_at from vitals.samples
                where patient_id = ? and data_type = type and taken_at >= ? and taken_at < ?
                order by taken_at desc limit 1) as newest\
            """;

    private SummaryTable() {}

    /** Of all buckets in this time, newest first; one that the time cuts counts what is in it. */
    static List<Summary> of(Connection connection, SummaryQuery query, Instant from, Instant to)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SUMMARIES)) {
            select.setDouble(1, query.resolution().length().toSeconds());
            select.setString(2, query.patientId());
            select.setArray(3, types(connection, query));
            select.setObject(4, from.atOffset(ZoneOffset.UTC));
            select.setObject(5, to.atOffset(ZoneOffset.UTC));
            List<Summary> summaries = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    summaries.add(row(found));
                }
            }
            return summaries;
        }
    }

    /** When the newest of the readings in this time was taken. */
    static Optional<Instant> newest(
            Connection connection, SummaryQuery query, Instant from, Instant to)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            select.setArray(1, types(connection, query));
            select.setString(2, query.patientId());
            select.setObject(3, from.atOffset(ZoneOffset.UTC));
            select.setObject(4, to.atOffset(ZoneOffset.UTC));
            try (ResultSet found = select.executeQuery()) {
                found.next();
                return Optional.ofNullable(found.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant);
            }
        }
    }

    private static Summary row(ResultSet found) throws SQLException {
        VitalType type = VitalType.ofWireName(found.getString("data_type")).orElseThrow();
        List<Summary.Field> fields = new ArrayList<>();
        for (int i = 1; i <= type.fields().size(); i++) {
            fields.add(
                    new Summary.Field(
                            found.getDouble("min" + i),
                            found.getDouble("max" + i),
                            found.getDouble("mean" + i)));
        }
        return new Summary(
                found.getObject("bucket", OffsetDateTime.class).toInstant(),
                type,
                found.getLong("readings"),
                List.copyOf(fields));
    }

    private static Array types(Connection connection, SummaryQuery query) throws SQLException {
        return connection.createArrayOf(
                "text", query.types().stream().map(VitalType::wireName).toArray(String[]::new));
    }
}
