package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.rules.DeviceWatch;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.Reading;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.RuleBook;
import dev.wardcast.alerts.rules.RuleEngine;
import dev.wardcast.alerts.rules.SilenceDetector;
import dev.wardcast.alerts.rules.Verdict;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Applies the rules to samples in their order and sums up what is to be stored. No I/O. */
final class BatchEvaluator {

    private final RuleEngine engine;
    private final SilenceDetector silence;
    private final AlertEvents events;

    BatchEvaluator(RuleEngine engine, SilenceDetector silence, AlertEvents events) {
        this.engine = engine;
        this.silence = silence;
        this.events = events;
    }

    Outcome evaluate(RuleBook rules, Map<String, PatientState> known, List<Sample> samples) {
        Draft draft = new Draft(rules, known, events);
        for (Sample sample : samples) {
            PatientDraft patient = draft.patient(sample.patientId(), sample.receivedAt());
            heard(draft, patient, rules.silenceRules(sample.patientId()), sample);
            List<Rule> looking = rules.rulesFor(sample.patientId(), sample.type());
            if (!looking.isEmpty()) {
                Reading reading = new Reading(sample.takenAt(), sample.values());
                Origin origin = new Origin.FromSample(sample);
                for (Rule rule : looking) {
                    take(draft, patient, rule, sample.type(), reading, origin);
                }
            }
        }
        return draft.outcome();
    }

    private void take(
            Draft draft,
            PatientDraft patient,
            Rule rule,
            VitalType vital,
            Reading reading,
            Origin origin) {
        RuleEngine.Step step = engine.evaluate(rule, patient.rules.get(rule.id()), vital, reading);
        if (!(step.verdict() instanceof Verdict.Late)) {
            patient.rules.put(rule.id(), step.next());
            patient.changed = true;
        }
        draft.verdict(rule, step.verdict(), origin, reading.takenAt());
    }

    private void heard(Draft draft, PatientDraft patient, List<Rule> rules, Sample sample) {
        Device device = new Device(sample.deviceType(), sample.deviceId());
        SilenceDetector.Heard heard =
                silence.heard(patient.devices.get(device), rules, sample.receivedAt());
        if (heard.next() != null) {
            patient.devices.put(device, heard.next());
            patient.changed = true;
        }
        for (String alertId : heard.cleared()) {
            draft.cleared(alertId, sample.receivedAt());
        }
        if (heard.lookAt() != null) {
            draft.look(new Whose(sample.patientId(), device), heard.lookAt());
        }
    }

    /**
     * Looks for devices whose time has come, and ends the alerts of rules that are off.
     *
     * @param due devices to look for
     * @param others patients whose alerts may be of rules that are off
     */
    Outcome look(
            RuleBook rules,
            Map<String, PatientState> known,
            List<Whose> due,
            Collection<String> others,
            Instant now) {
        Draft draft = new Draft(rules, known, events);
        for (Whose whose : due) {
            look(draft, draft.patient(whose.patientId(), now), rules, whose, now);
        }
        others.forEach(patient -> draft.patient(patient, now));
        return draft.outcome();
    }

    private void look(Draft draft, PatientDraft patient, RuleBook rules, Whose whose, Instant now) {
        DeviceWatch watch = patient.devices.get(whose.device());
        if (watch == null) {
            draft.forget(whose);
            return;
        }
        SilenceDetector.Look look =
                silence.look(whose.device(), watch, rules.silenceRules(whose.patientId()), now);
        Origin origin = new Origin.FromSilence(whose.patientId(), whose.device(), now);
        for (SilenceDetector.Opened alert : look.opened()) {
            draft.opened(alert.alertId(), alert.rule(), alert.breach(), origin);
        }
        look.cleared().forEach(alertId -> draft.cleared(alertId, now));
        if (look.lookAt() == null) {
            draft.forget(whose);
        } else {
            draft.look(whose, look.lookAt());
        }
        if (look.next() == null) {
            patient.devices.remove(whose.device());
        } else {
            patient.devices.put(whose.device(), look.next());
        }
        patient.changed = true;
    }
}
