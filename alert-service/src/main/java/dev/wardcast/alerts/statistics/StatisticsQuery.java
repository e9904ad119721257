package dev.wardcast.alerts.statistics;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.statistics.AlertStatistics.Figures;
import dev.wardcast.alerts.statistics.AlertStatistics.Hour;
import dev.wardcast.alerts.statistics.AlertStatistics.TopPatient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Computes {@link AlertStatistics} exactly, in one pass over the alerts of the time. */
final class StatisticsQuery {

    private static final int TOP = 10;

    /**
     * Every way of grouping in one pass. Which one a row belongs to is the bit mask of what it is
     * not grouped by. Of the patients only the first ten come, and the one with whom the first
     * tenth of them is complete.
     */
    private static final String GROUPED =
            """
            with picked as (
                select tier, coalesce(vital_type, 'none') as vital, patient_id,
                    date_trunc('hour', opened_at, 'UTC') as hour, occurrences - 1 as repeats,
                    raised_by is not null as by_hand, escalated_at is not null as escalated,
                    unattended_at is not null as unattended,
                    case when first_acked_at is not null then
                        greatest(extract(epoch from first_acked_at - opened_at), 0)::float8 end
                        as ack_seconds
                from alerts
                where opened_at >= ? and opened_at < ?
                    and (?::text[] is null or patient_id = any (?::text[]))),
            grouped as (
                select grouping(tier, vital, patient_id, hour) as mask, tier, vital, patient_id,
                    hour, count(*) as alerts, sum(repeats) as repeats,
                    count(*) filter (where by_hand) as by_hand,
                    count(ack_seconds) as acknowledged,
                    count(*) filter (where escalated) as escalated,
                    count(*) filter (where unattended) as unattended,
                    percentile_cont(array[0.5, 0.95]) within group (order by ack_seconds) as ack
                from picked group by grouping sets ((), (tier), (vital), (patient_id), (hour))),
            placed as (
                select *, row_number() over most as place, count(*) over (partition by mask) as members,
                    sum(alerts) over most as running
                from grouped
                window most as (partition by mask order by alerts desc, patient_id rows unbounded preceding))
            select *, place = ceil(members / 10.0) as completes_tenth from placed
            where mask <> 13 or place <= %d or place = ceil(members / 10.0)
            order by mask, place
            """
                    .formatted(TOP);

    private static final int ALL = 0b1111;
    private static final int TIER = 0b0111;
    private static final int VITAL = 0b1011;
    private static final int PATIENT = 0b1101;
    private static final int HOUR = 0b1110;

    private static final String SUPPRESSED =
            """
            select count(*) from suppressed_breaches
            where ended_at >= ? and ended_at < ?
                and (?::text[] is null or patient_id = any (?::text[]))
            """;

    private final Database database;

    StatisticsQuery(Database database) {
        this.database = database;
    }

    /**
     * @param patients of these; {@code null}: of everybody
     */
    AlertStatistics of(Instant from, Instant to, @Nullable Set<String> patients)
            throws SQLException {
        return database.search(connection -> {
            Draft draft = new Draft();
            try (PreparedStatement select = prepare(connection, GROUPED, from, to, patients);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    draft.take(row);
                }
            }
            try (PreparedStatement select = prepare(connection, SUPPRESSED, from, to, patients);
                    ResultSet row = select.executeQuery()) {
                row.next();
                return draft.done(from, to, row.getLong(1));
            }
        });
    }

    private static PreparedStatement prepare(
            Connection connection,
            String sql,
            Instant from,
            Instant to,
            @Nullable Set<String> patients)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        Object ids =
                patients == null
                        ? null
                        : connection.createArrayOf("text", patients.toArray(String[]::new));
        select.setObject(1, from.atOffset(ZoneOffset.UTC));
        select.setObject(2, to.atOffset(ZoneOffset.UTC));
        select.setObject(3, ids);
        select.setObject(4, ids);
        return select;
    }

    private static final class Draft {
        private Figures total = Figures.NONE;
        private final Map<String, Figures> byTier = new TreeMap<>();
        private final Map<String, Figures> byVital = new TreeMap<>();
        private final Map<Instant, Hour> byHour = new TreeMap<>();
        private final Map<Integer, Figures> topFigures = new TreeMap<>();
        private final Map<Integer, String> topIds = new TreeMap<>();
        private long ofTopTenth;

        void take(ResultSet row) throws SQLException {
            Figures figures = figures(row);
            switch (row.getInt("mask")) {
                case ALL -> total = figures;
                case TIER -> byTier.put(row.getString("tier"), figures);
                case VITAL -> byVital.put(row.getString("vital"), figures);
                case HOUR -> {
                    Instant hour = row.getObject("hour", OffsetDateTime.class).toInstant();
                    byHour.put(
                            hour, new Hour(hour.toString(), figures.alerts(), figures.escalated()));
                }
                case PATIENT -> {
                    int place = row.getInt("place");
                    if (place <= TOP) {
                        topFigures.put(place, figures);
                        topIds.put(place, row.getString("patient_id"));
                    }
                    if (row.getBoolean("completes_tenth")) {
                        ofTopTenth = row.getLong("running");
                    }
                }
                default -> throw new IllegalStateException("mask " + row.getInt("mask"));
            }
        }

        AlertStatistics done(Instant from, Instant to, long suppressed) {
            List<TopPatient> top = new ArrayList<>();
            topFigures.forEach((place, figures) ->
                    top.add(
                            new TopPatient(
                                    String.valueOf(topIds.get(place)),
                                    (double) figures.alerts() / total.alerts(),
                                    figures)));
            return new AlertStatistics(
                    from.toString(),
                    to.toString(),
                    total,
                    suppressed,
                    byTier,
                    byVital,
                    List.copyOf(byHour.values()),
                    top,
                    total.alerts() == 0 ? null : (double) ofTopTenth / total.alerts());
        }

        private static Figures figures(ResultSet row) throws SQLException {
            long alerts = row.getLong("alerts");
            long escalated = row.getLong("escalated");
            @Nullable Double[] ack =
                    row.getArray("ack") == null
                            ? new @Nullable Double[2]
                            : (Double[]) row.getArray("ack").getArray();
            return new Figures(
                    alerts,
                    row.getLong("repeats"),
                    row.getLong("by_hand"),
                    row.getLong("acknowledged"),
                    escalated,
                    row.getLong("unattended"),
                    alerts == 0 ? null : (double) escalated / alerts,
                    ack[0],
                    ack[1]);
        }
    }
}
