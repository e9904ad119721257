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
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
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

    /** One for each patient that they are of. */
    Collection<PatientChanges> evaluate(
            RuleBook rules, Map<String, PatientState> known, List<Entry> entries) {
        Drafts drafts = new Drafts(rules, known);
        for (Entry entry : entries) {
            Sample sample = entry.sample();
            PatientDraft patient = drafts.of(sample.patientId(), sample.receivedAt());
            patient.changes.at(entry.id());
            heard(patient, rules.silenceRules(sample.patientId()), sample);
            List<Rule> looking = rules.rulesFor(sample.patientId(), sample.type());
            if (!looking.isEmpty()) {
                Reading reading = new Reading(sample.takenAt(), sample.values());
                Origin origin = new Origin.FromSample(sample);
                for (Rule rule : looking) {
                    take(patient, rule, sample.type(), reading, origin);
                }
            }
        }
        return drafts.done();
    }

    /** Those that are being put together, by patient. */
    private final class Drafts {
        private final RuleBook rules;
        private final Map<String, PatientState> known;
        private final Map<String, PatientDraft> drafts = new LinkedHashMap<>();

        Drafts(RuleBook rules, Map<String, PatientState> known) {
            this.rules = rules;
            this.known = known;
        }

        PatientDraft of(String patientId, Instant at) {
            PatientDraft draft = drafts.get(patientId);
            if (draft == null) {
                PatientState state = known.getOrDefault(patientId, PatientState.NONE);
                draft = new PatientDraft(patientId, state, rules, events, at);
                drafts.put(patientId, draft);
            }
            return draft;
        }

        Collection<PatientChanges> done() {
            return drafts.values().stream().map(PatientDraft::done).toList();
        }
    }

    private void take(
            PatientDraft patient, Rule rule, VitalType vital, Reading reading, Origin origin) {
        RuleEngine.Step step = engine.evaluate(rule, patient.rules.get(rule.id()), vital, reading);
        if (!(step.verdict() instanceof Verdict.Late)) {
            patient.rules.put(rule.id(), step.next());
            patient.changed = true;
        }
        patient.verdict(rule, step.verdict(), origin, reading.takenAt());
    }

    private void heard(PatientDraft patient, List<Rule> rules, Sample sample) {
        Device device = new Device(sample.deviceType(), sample.deviceId());
        SilenceDetector.Heard heard =
                silence.heard(patient.devices.get(device), rules, sample.receivedAt());
        if (heard.next() != null) {
            patient.devices.put(device, heard.next());
            patient.changed = true;
        }
        for (String alertId : heard.cleared()) {
            patient.cleared(alertId, sample.receivedAt());
        }
        if (heard.lookAt() != null) {
            patient.changes.look(new Whose(sample.patientId(), device), heard.lookAt());
        }
    }

    /**
     * Looks for devices whose time has come, and ends the alerts of rules that are off.
     *
     * @param due devices to look for
     * @param others patients whose alerts may be of rules that are off
     */
    Collection<PatientChanges> look(
            RuleBook rules,
            Map<String, PatientState> known,
            List<Whose> due,
            Collection<String> others,
            Instant now) {
        Drafts drafts = new Drafts(rules, known);
        for (Whose whose : due) {
            look(drafts.of(whose.patientId(), now), rules, whose, now);
        }
        others.forEach(patient -> drafts.of(patient, now));
        return drafts.done();
    }

    private void look(PatientDraft patient, RuleBook rules, Whose whose, Instant now) {
        DeviceWatch watch = patient.devices.get(whose.device());
        if (watch == null) {
            patient.changes.forget(whose);
            return;
        }
        SilenceDetector.Look look =
                silence.look(whose.device(), watch, rules.silenceRules(whose.patientId()), now);
        Origin origin = new Origin.FromSilence(whose.patientId(), whose.device(), now);
        for (SilenceDetector.Opened alert : look.opened()) {
            patient.opened(alert.alertId(), alert.rule(), alert.breach(), origin);
        }
        look.cleared().forEach(alertId -> patient.cleared(alertId, now));
        if (look.lookAt() == null) {
            patient.changes.forget(whose);
        } else {
            patient.changes.look(whose, look.lookAt());
        }
        if (look.next() == null) {
            patient.devices.remove(whose.device());
        } else {
            patient.devices.put(whose.device(), look.next());
        }
        patient.changed = true;
    }
}
