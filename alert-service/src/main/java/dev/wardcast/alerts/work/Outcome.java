package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChange;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.NewEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What readings, or their absence, brought about.
 *
 * @param states those that are different now, by patient
 * @param alerts by alert id, in the order in which they first came up
 * @param events in order
 * @param comebacks alerts that opened again without rising; told only to those who had put them
 *     away
 * @param looks when to look for which device
 * @param forgotten devices that are looked for no longer
 * @param suppressed breaches that ended within their delay
 * @param evaluated verdicts reached
 * @param late readings not evaluated, because a later one was counted already
 */
record Outcome(
        Map<String, PatientState> states,
        Map<String, AlertChange> alerts,
        List<NewEvent> events,
        Collection<Raised> comebacks,
        Map<Whose, Instant> looks,
        List<Whose> forgotten,
        List<Suppressed> suppressed,
        int evaluated,
        int late) {

    /**
     * Whether somebody waits for it: an alert opened, rose, ended or came back. That one goes on
     * changes its figures only.
     */
    boolean isAwaited() {
        return !events.isEmpty()
                || !comebacks.isEmpty()
                || alerts.values().stream().anyMatch(AlertChange::isTurn);
    }

    record Suppressed(
            String patientId,
            String ruleId,
            String vitalType,
            Tier tier,
            Instant beganAt,
            Instant endedAt) {}
}
