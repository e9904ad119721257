package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChange;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.rules.Breach;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.Verdict;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.NewEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An outcome that is being put together. */
final class Draft {

    private final RuleBook book;
    private final Map<String, PatientState> known;
    private final AlertEvents events;
    private final Map<String, PatientDraft> patients = new HashMap<>();
    private final Map<String, AlertChange> alerts = new LinkedHashMap<>();
    private final List<NewEvent> announced = new ArrayList<>();
    private final Map<String, Raised> comebacks = new LinkedHashMap<>();
    private final Map<Whose, Instant> looks = new LinkedHashMap<>();
    private final List<Whose> forgotten = new ArrayList<>();
    private final List<Outcome.Suppressed> suppressed = new ArrayList<>();
    private int evaluated;
    private int late;

    Draft(RuleBook book, Map<String, PatientState> known, AlertEvents events) {
        this.book = book;
        this.known = known;
        this.events = events;
    }

    /** A patient's state for changing. Alerts of rules that are off or gone end here. */
    PatientDraft patient(String patientId, Instant at) {
        PatientDraft patient = patients.get(patientId);
        if (patient == null) {
            PatientState state = known.getOrDefault(patientId, PatientState.NONE);
            patient = new PatientDraft(state, book.revision());
            patients.put(patientId, patient);
            if (state.revision() < book.revision()) {
                endWhatIsOff(patientId, patient, at);
            }
        }
        return patient;
    }

    private void endWhatIsOff(String patientId, PatientDraft patient, Instant at) {
        for (Map.Entry<String, RuleState> rule : List.copyOf(patient.rules.entrySet())) {
            if (book.find(patientId, rule.getKey()).isEmpty()) {
                patient.rules.remove(rule.getKey());
                RuleState.OpenAlert open = rule.getValue().open();
                if (open != null) {
                    cleared(open.id(), at);
                }
            }
        }
    }

    void verdict(Rule rule, Verdict verdict, Origin origin, Instant takenAt) {
        evaluated++;
        Instant at = origin.at();
        switch (verdict) {
            case Verdict.Late ignored -> late++;
            case Verdict.Quiet ignored -> {}
            case Verdict.Suppressed ended ->
                    suppressed.add(
                            new Outcome.Suppressed(
                                    origin.patientId(),
                                    rule.id(),
                                    rule.condition().subject(),
                                    ended.tier(),
                                    ended.since(),
                                    takenAt));
            case Verdict.Opened opened -> opened(opened.alertId(), rule, opened.breach(), origin);
            case Verdict.Rose rose -> {
                Raised raised = new Raised(rose.alertId(), rule, rose.breach(), origin);
                note(AlertChange.rose(raised));
                announced.add(events.rose(raised));
            }
            case Verdict.Reopened again -> {
                Raised raised = new Raised(again.alertId(), rule, again.breach(), origin);
                note(AlertChange.reopened(raised, again.rose()));
                if (again.rose()) {
                    announced.add(events.rose(raised));
                } else {
                    comebacks.put(again.alertId(), raised);
                }
            }
            case Verdict.Repeated repeated ->
                    note(
                            AlertChange.repeated(
                                    new Raised(
                                            repeated.alertId(), rule, repeated.breach(), origin)));
            case Verdict.Cleared cleared -> cleared(cleared.alertId(), at);
        }
    }

    void opened(String alertId, Rule rule, Breach breach, Origin origin) {
        Raised raised = new Raised(alertId, rule, breach, origin);
        note(AlertChange.opened(raised));
        announced.add(events.opened(raised));
    }

    void cleared(String alertId, Instant at) {
        note(AlertChange.cleared(alertId, at));
    }

    void look(Whose whose, Instant at) {
        looks.put(whose, at);
    }

    void forget(Whose whose) {
        looks.remove(whose);
        forgotten.add(whose);
    }

    private void note(AlertChange change) {
        alerts.merge(change.alertId(), change, AlertChange::then);
    }

    Outcome outcome() {
        Map<String, PatientState> changed = new HashMap<>();
        patients.forEach((id, patient) -> {
            if (patient.changed) {
                changed.put(id, patient.state());
            }
        });
        return new Outcome(
                changed,
                alerts,
                announced,
                comebacks.values(),
                looks,
                forgotten,
                suppressed,
                evaluated,
                late);
    }
}
