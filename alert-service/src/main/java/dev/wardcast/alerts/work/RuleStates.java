package dev.wardcast.alerts.work;

import dev.wardcast.alerts.rules.Reading;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.RuleState.OpenAlert;
import dev.wardcast.alerts.rules.RuleWindow;
import dev.wardcast.alerts.rules.Tier;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The states of rules in the database: read and written for a whole batch in one statement. */
final class RuleStates {

    private static final String SELECT =
            """
            select patient_id, rule_id, taken_at, readings, open_alert_id, open_tier
            from rule_states where patient_id = any (?)
            """;

    private static final String UPSERT =
            """
            insert into rule_states as s
                (patient_id, rule_id, taken_at, readings, open_alert_id, open_tier)
            select patient_id, rule_id, taken_at::timestamptz[], readings::float8[],
                open_alert_id, open_tier
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as n(patient_id, rule_id, taken_at, readings, open_alert_id, open_tier)
            on conflict (patient_id, rule_id) do update set
                taken_at = excluded.taken_at, readings = excluded.readings,
                open_alert_id = excluded.open_alert_id, open_tier = excluded.open_tier
            """;

    private RuleStates() {}

    static Map<StateKey, RuleState> load(Connection tx, Collection<String> patients)
            throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(SELECT)) {
            select.setArray(1, tx.createArrayOf("text", patients.toArray()));
            try (ResultSet row = select.executeQuery()) {
                Map<StateKey, RuleState> states = new HashMap<>();
                while (row.next()) {
                    states.put(
                            new StateKey(row.getString(1), row.getString(2)),
                            new RuleState(
                                    window(row.getArray(3), row.getArray(4)),
                                    openAlert(row.getString(5), row.getString(6))));
                }
                return states;
            }
        }
    }

    static void store(Connection tx, Map<StateKey, RuleState> states) throws SQLException {
        if (states.isEmpty()) {
            return;
        }
        List<Map.Entry<StateKey, RuleState>> rows = List.copyOf(states.entrySet());
        try (PreparedStatement upsert = tx.prepareStatement(UPSERT)) {
            texts(upsert, 1, rows, row -> row.getKey().patientId());
            texts(upsert, 2, rows, row -> row.getKey().ruleId());
            texts(upsert, 3, rows, row -> times(row.getValue().window()));
            texts(upsert, 4, rows, row -> readings(row.getValue().window()));
            texts(upsert, 5, rows, row -> idOf(row.getValue().open()));
            texts(upsert, 6, rows, row -> tierOf(row.getValue().open()));
            upsert.executeUpdate();
        }
    }

    private static RuleWindow window(Array times, Array values) throws SQLException {
        Timestamp[] takenAt = (Timestamp[]) times.getArray();
        List<Reading> readings = new ArrayList<>(takenAt.length);
        if (takenAt.length > 0) {
            Double[][] rows = (Double[][]) values.getArray();
            for (int i = 0; i < takenAt.length; i++) {
                readings.add(new Reading(takenAt[i].toInstant(), List.of(rows[i])));
            }
        }
        return new RuleWindow(readings);
    }

    private static @Nullable OpenAlert openAlert(@Nullable String id, @Nullable String tier) {
        return id == null || tier == null ? null : new OpenAlert(id, Tier.valueOf(tier));
    }

    private static @Nullable String idOf(@Nullable OpenAlert open) {
        return open == null ? null : open.id();
    }

    private static @Nullable String tierOf(@Nullable OpenAlert open) {
        return open == null ? null : open.tier().name();
    }

    /** As PostgreSQL writes arrays. */
    private static String times(RuleWindow window) {
        return window.readings().stream()
                .map(reading -> reading.takenAt().toString())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String readings(RuleWindow window) {
        return window.readings().stream()
                .map(reading ->
                        reading.values().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(",", "{", "}")))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static <T> void texts(
            PreparedStatement statement,
            int index,
            List<T> rows,
            Function<T, @Nullable String> column)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(index, statement.getConnection().createArrayOf("text", values));
    }
}
