package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChange;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.rules.Reading;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.alerts.rules.RuleEngine;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.RuleState.OpenAlert;
import dev.wardcast.alerts.rules.Verdict;
import dev.wardcast.alerts.rules.Verdict.Breach;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.vitals.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Applies the rules to samples in their order and sums up what is to be stored. No I/O. */
final class BatchEvaluator {

    private final RuleEngine engine;
    private final AlertEvents events;

    BatchEvaluator(RuleEngine engine, AlertEvents events) {
        this.engine = engine;
        this.events = events;
    }

    /**
     * What a batch brought about.
     *
     * @param states those that are different now
     * @param alerts by alert id, in the order in which they first came up
     * @param events in order
     * @param evaluated verdicts reached
     * @param late samples not evaluated, because a later one was counted already
     */
    record Outcome(
            Map<StateKey, RuleState> states,
            Map<String, AlertChange> alerts,
            List<NewEvent> events,
            int evaluated,
            int late) {}

    Outcome evaluate(RuleBook rules, Map<StateKey, RuleState> known, List<Sample> samples) {
        Draft draft = new Draft(known);
        for (Sample sample : samples) {
            Reading reading = new Reading(sample.takenAt(), sample.values());
            for (Rule rule : rules.rulesFor(sample.type())) {
                draft.take(rule, sample, reading);
            }
        }
        return draft.outcome();
    }

    private final class Draft {
        private final Map<StateKey, RuleState> known;
        private final Map<StateKey, RuleState> changed = new HashMap<>();
        private final Map<String, AlertChange> alerts = new LinkedHashMap<>();
        private final List<NewEvent> announced = new ArrayList<>();
        private int evaluated;
        private int late;

        Draft(Map<StateKey, RuleState> known) {
            this.known = known;
        }

        void take(Rule rule, Sample sample, Reading reading) {
            StateKey key = new StateKey(sample.patientId(), rule.id());
            RuleState state = changed.get(key);
            if (state == null) {
                state = known.getOrDefault(key, RuleState.INITIAL);
            }
            RuleEngine.Step step = engine.evaluate(rule, state, reading);
            Instant at = sample.receivedAt();
            evaluated++;
            switch (step.verdict()) {
                case Verdict.Late ignored -> {
                    late++;
                    return;
                }
                case Verdict.Quiet ignored -> {}
                case Verdict.Opened opened -> {
                    Raised raised = new Raised(opened.alertId(), rule, opened.breach(), sample);
                    note(AlertChange.opened(raised));
                    announced.add(events.opened(raised));
                }
                case Verdict.Rose rose -> {
                    Raised raised = new Raised(rose.alertId(), rule, rose.breach(), sample);
                    note(AlertChange.rose(raised));
                    announced.add(events.rose(raised));
                }
                case Verdict.Repeated repeated -> {
                    OpenAlert open = Objects.requireNonNull(step.next().open());
                    Breach breach = new Breach(open.tier(), step.next().window());
                    note(
                            AlertChange.repeated(
                                    new Raised(repeated.alertId(), rule, breach, sample)));
                }
                case Verdict.Cleared cleared -> note(AlertChange.cleared(cleared.alertId(), at));
            }
            changed.put(key, step.next());
        }

        private void note(AlertChange change) {
            alerts.merge(change.alertId(), change, AlertChange::then);
        }

        Outcome outcome() {
            return new Outcome(changed, alerts, announced, evaluated, late);
        }
    }
}
