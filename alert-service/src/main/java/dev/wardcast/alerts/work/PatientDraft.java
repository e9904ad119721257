package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChange;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.rules.Breach;
import dev.wardcast.alerts.rules.DeviceWatch;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A patient's state while samples change it, and what that brings about. For one thread. */
final class PatientDraft {

    final Map<String, RuleState> rules;
    final Map<Device, DeviceWatch> devices;
    final PatientChanges changes;
    boolean changed;
    private final long revision;
    private final AlertEvents events;

    /** Alerts of rules that are off or gone end with it. */
    PatientDraft(
            String patientId, PatientState state, RuleBook book, AlertEvents events, Instant at) {
        this.rules = new HashMap<>(state.rules());
        this.devices = new HashMap<>(state.devices());
        this.changes = new PatientChanges(patientId);
        this.revision = book.revision();
        this.events = events;
        this.changed = state.revision() < revision;
        if (changed) {
            endWhatIsOff(patientId, book, at);
        }
    }

    private void endWhatIsOff(String patientId, RuleBook book, Instant at) {
        for (Map.Entry<String, RuleState> rule : List.copyOf(rules.entrySet())) {
            if (book.find(patientId, rule.getKey()).isEmpty()) {
                rules.remove(rule.getKey());
                RuleState.OpenAlert open = rule.getValue().open();
                if (open != null) {
                    cleared(open.id(), at);
                }
            }
        }
    }

    void verdict(Rule rule, Verdict verdict, Origin origin, Instant takenAt) {
        changes.evaluated();
        switch (verdict) {
            case Verdict.Late ignored -> changes.late();
            case Verdict.Quiet ignored -> {}
            case Verdict.Suppressed ended ->
                    changes.suppressed(
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
                changes.alert(AlertChange.rose(raised));
                changes.announce(events.rose(raised));
            }
            case Verdict.Reopened again -> {
                Raised raised = new Raised(again.alertId(), rule, again.breach(), origin);
                changes.alert(AlertChange.reopened(raised, again.rose()));
                if (again.rose()) {
                    changes.announce(events.rose(raised));
                } else {
                    changes.comeback(raised);
                }
            }
            case Verdict.Repeated repeated ->
                    changes.alert(
                            AlertChange.repeated(
                                    new Raised(
                                            repeated.alertId(), rule, repeated.breach(), origin)));
            case Verdict.Cleared cleared -> cleared(cleared.alertId(), origin.at());
        }
    }

    void opened(String alertId, Rule rule, Breach breach, Origin origin) {
        Raised raised = new Raised(alertId, rule, breach, origin);
        changes.alert(AlertChange.opened(raised));
        changes.announce(events.opened(raised));
    }

    void cleared(String alertId, Instant at) {
        changes.alert(AlertChange.cleared(alertId, at));
    }

    /** What became of the patient. */
    PatientChanges done() {
        if (changed) {
            changes.becomes(new PatientState(revision, rules, devices));
        }
        return changes;
    }
}
