package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChange;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.alerts.work.PatientStates.Ahead;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.NewEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be stored together.
 *
 * @param states those that are different now, by patient
 * @param alerts in the order in which they first came up for their patient
 * @param events of a patient in order
 * @param comebacks alerts that opened again without rising; told only to those who had put them
 *     away
 * @param looks when to look for which device
 * @param forgotten devices that are looked for no longer
 * @param suppressed breaches that ended within their delay
 * @param evaluated verdicts reached
 * @param late readings not evaluated, because a later one was counted already
 */
record Outcome(
        Map<String, Ahead> states,
        List<AlertChange> alerts,
        List<NewEvent> events,
        List<Raised> comebacks,
        Map<Whose, Instant> looks,
        List<Whose> forgotten,
        List<Suppressed> suppressed,
        int evaluated,
        int late) {

    record Suppressed(
            String patientId,
            String ruleId,
            String vitalType,
            Tier tier,
            Instant beganAt,
            Instant endedAt) {}

    static Outcome of(Collection<PatientChanges> patients) {
        Sum sum = new Sum();
        patients.forEach(patient -> patient.addTo(sum));
        return new Outcome(
                sum.states,
                sum.alerts,
                sum.events,
                sum.comebacks,
                sum.looks,
                sum.forgotten,
                sum.suppressed,
                sum.evaluated,
                sum.late);
    }

    /** Of several patients. */
    static final class Sum {
        final Map<String, Ahead> states = new HashMap<>();
        final List<AlertChange> alerts = new ArrayList<>();
        final List<NewEvent> events = new ArrayList<>();
        final List<Raised> comebacks = new ArrayList<>();
        final Map<Whose, Instant> looks = new LinkedHashMap<>();
        final List<Whose> forgotten = new ArrayList<>();
        final List<Suppressed> suppressed = new ArrayList<>();
        int evaluated;
        int late;
    }
}
