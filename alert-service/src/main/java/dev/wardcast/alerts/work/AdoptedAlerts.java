package dev.wardcast.alerts.work;

import dev.wardcast.alerts.rules.RowMemory;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.RuleState.OpenAlert;
import dev.wardcast.alerts.rules.RuleWindow;
import dev.wardcast.alerts.rules.Runs;
import dev.wardcast.alerts.rules.Tier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Of patients that nothing is remembered of, the alerts that are open nevertheless: those of an
 * earlier version, or after a state was taken away. Without them their rules would open a second
 * alert for the same condition.
 */
final class AdoptedAlerts {

    private static final String SELECT =
            """
            select patient_id, rule_id, id, tier from alerts
            where condition = 'ACTIVE' and raised_by is null and subject = ''
                and patient_id = any (?)
                and rule_id in (select rule_id from rule_versions)
            """;

    private AdoptedAlerts() {}

    static Map<String, PatientState> of(Connection tx, Collection<String> patients)
            throws SQLException {
        Map<String, Map<String, RuleState>> rules = new HashMap<>();
        try (PreparedStatement select = tx.prepareStatement(SELECT)) {
            select.setArray(1, tx.createArrayOf("text", patients.toArray(String[]::new)));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    OpenAlert open =
                            new OpenAlert(row.getString(3), Tier.valueOf(row.getString(4)));
                    rules.computeIfAbsent(row.getString(1), patient -> new HashMap<>())
                            .put(row.getString(2), state(open));
                }
            }
        }
        Map<String, PatientState> states = new HashMap<>();
        rules.forEach((patient, own) -> states.put(patient, new PatientState(0, own, Map.of())));
        return states;
    }

    /** The kind of memory does not matter: a rule of another kind begins with its own. */
    private static RuleState state(OpenAlert open) {
        return new RuleState(0, new RowMemory(RuleWindow.EMPTY, Runs.NONE), open, null, null);
    }
}
