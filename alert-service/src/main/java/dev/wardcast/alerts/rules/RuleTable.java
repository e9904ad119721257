package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules in the database, read again now and then. Safe for use by many threads. */
public final class RuleTable {

    private static final Logger LOG = LoggerFactory.getLogger(RuleTable.class);
    private static final Duration FRESH = Duration.ofSeconds(5);

    private record Known(RuleBook book, long readAt) {}

    private volatile @Nullable Known known;

    /** The rules as they were at most five seconds ago. */
    public RuleBook current(Connection connection) throws SQLException {
        Known now = known;
        if (now == null || System.nanoTime() - now.readAt() > FRESH.toNanos()) {
            now = new Known(new RuleBook(read(connection)), System.nanoTime());
            known = now;
        }
        return now.book();
    }

    private static List<Rule> read(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                """
                                select r.id, vital_type, samples, extract(epoch from max_gap),
                                    alert_type, message, recipients, escalation_recipients,
                                    array_agg(field order by tier, field, side) as fields,
                                    array_agg(side order by tier, field, side) as sides,
                                    array_agg(value order by tier, field, side) as limit_values,
                                    array_agg(inclusive order by tier, field, side) as inclusives,
                                    array_agg(tier order by tier, field, side) as tiers
                                from rules r join rule_limits l on l.rule_id = r.id
                                group by r.id order by r.id
                                """);
                ResultSet row = select.executeQuery()) {
            List<Rule> rules = new ArrayList<>();
            while (row.next()) {
                try {
                    rules.add(rule(row));
                } catch (IllegalArgumentException e) {
                    // One wrong row must not silence the other rules.
                    LOG.error("a rule is left out: {}", e.getMessage());
                }
            }
            return rules;
        }
    }

    private static Rule rule(ResultSet row) throws SQLException {
        String id = row.getString("id");
        String vital = row.getString("vital_type");
        return new Rule(
                id,
                VitalType.ofWireName(vital)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "rule " + id + ": no vital is called " + vital)),
                row.getInt("samples"),
                Duration.ofSeconds(row.getLong(4)),
                limits(row),
                row.getString("alert_type"),
                row.getString("message"),
                List.of(array(row, "recipients", String[].class)),
                List.of(array(row, "escalation_recipients", String[].class)));
    }

    private static List<Limit> limits(ResultSet row) throws SQLException {
        String[] fields = array(row, "fields", String[].class);
        String[] sides = array(row, "sides", String[].class);
        Double[] values = array(row, "limit_values", Double[].class);
        Boolean[] inclusives = array(row, "inclusives", Boolean[].class);
        String[] tiers = array(row, "tiers", String[].class);
        List<Limit> limits = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            limits.add(
                    new Limit(
                            fields[i],
                            Limit.Side.valueOf(sides[i]),
                            values[i],
                            inclusives[i],
                            Tier.valueOf(tiers[i])));
        }
        // As the device sends them: systolic before diastolic.
        List<String> order =
                Rule.fieldsOf(VitalType.ofWireName(row.getString("vital_type")).orElseThrow());
        limits.sort(
                Comparator.<Limit>comparingInt(limit -> order.indexOf(limit.field()))
                        .thenComparing(Limit::side));
        return limits;
    }

    private static <A> A array(ResultSet row, String column, Class<A> type) throws SQLException {
        Array array = row.getArray(column);
        return type.cast(array.getArray());
    }
}
