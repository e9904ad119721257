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
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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

    /**
     * @param known the states of patients of whom nothing is unstored
     * @param unstored grows by what the samples bring about; worth nothing if this fails
     */
    void evaluate(
            RuleBook rules,
            Map<String, PatientState> known,
            Unstored unstored,
            List<Entry> entries) {
        for (Entry entry : entries) {
            Sample sample = entry.sample();
            String patientId = sample.patientId();
            PatientDraft patient = unstored.of(patientId);
            if (patient == null) {
                PatientState state = known.getOrDefault(patientId, PatientState.NONE);
                patient = new PatientDraft(patientId, state, rules, events, sample.receivedAt());
                unstored.begin(patient);
            }
            patient.changes.at(entry.id());
            take(patient, rules, sample);
            if (patient.changes.isAwaited()) {
                unstored.await(patient);
            }
        }
    }

    private void take(PatientDraft patient, RuleBook rules, Sample sample) {
        heard(patient, rules.silenceRules(sample.patientId()), sample);
        List<Rule> looking = rules.rulesFor(sample.patientId(), sample.type());
        if (!looking.isEmpty()) {
            Reading reading = new Reading(sample.takenAt(), sample.values());
            Origin origin = new Origin.FromSample(sample);
            for (Rule rule : looking) {
                take(patient, rule, sample, reading, origin);
            }
        }
    }

    private void take(
            PatientDraft patient, Rule rule, Sample sample, Reading reading, Origin origin) {
        RuleEngine.Step step =
                engine.evaluate(
                        rule,
                        patient.rules.get(rule.id()),
                        sample.type(),
                        reading,
                        sample.hasTimeOfReceipt());
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
        Map<String, PatientDraft> drafts = new LinkedHashMap<>();
        Function<String, PatientDraft> begin =
                patientId ->
                        new PatientDraft(
                                patientId,
                                known.getOrDefault(patientId, PatientState.NONE),
                                rules,
                                events,
                                now);
        for (Whose whose : due) {
            look(drafts.computeIfAbsent(whose.patientId(), begin), rules, whose, now);
        }
        others.forEach(patientId -> drafts.computeIfAbsent(patientId, begin));
        return drafts.values().stream().map(PatientDraft::done).toList();
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
