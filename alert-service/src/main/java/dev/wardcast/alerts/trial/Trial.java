package dev.wardcast.alerts.trial;

import dev.wardcast.alerts.rules.AlertText;
import dev.wardcast.alerts.rules.Breach;
import dev.wardcast.alerts.rules.DeviceSilence;
import dev.wardcast.alerts.rules.DeviceWatch;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.Reading;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.RuleEngine;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.SilenceDetector;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.alerts.rules.Verdict;
import dev.wardcast.eventlog.vitals.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A rule over readings that were, by the engine that decides live. Writes nothing. */
public final class Trial {

    private final Rule rule;
    private final Map<String, Course> alerts = new LinkedHashMap<>();
    private final List<TrialResult.Suppressed> suppressed = new ArrayList<>();
    private final RuleEngine engine;
    private final SilenceDetector silence;
    private final Map<Device, DeviceWatch> devices = new HashMap<>();
    private @Nullable RuleState state;
    private int late;

    /** Time never goes back, although readings of another vital sign may come behind newer ones. */
    private Instant at = Instant.MIN;

    private Trial(Rule rule) {
        this.rule = rule;
        Supplier<String> ids =
                new Supplier<>() {
                    private int last;

                    @Override
                    public String get() {
                        return "trial-" + ++last;
                    }
                };
        this.engine = new RuleEngine(ids);
        this.silence = new SilenceDetector(ids);
    }

    /**
     * @param samples of one patient, in any order; they are taken in the order of their receipt
     * @param until the end of the time that is looked at, for devices that were silent then
     * @param complete whether these are all
     */
    public static TrialResult run(
            Rule rule, String patientId, List<Sample> samples, Instant until, boolean complete) {
        Trial trial = new Trial(rule);
        List<Sample> inOrder = new ArrayList<>(samples);
        inOrder.sort(Comparator.comparing(Sample::receivedAt).thenComparing(Sample::takenAt));
        boolean aboutDevices = rule.condition() instanceof DeviceSilence;
        for (Sample sample : inOrder) {
            if (aboutDevices) {
                trial.look(sample.receivedAt());
                trial.heard(sample);
            } else if (rule.condition().inputs().contains(sample.type())) {
                trial.take(sample);
            }
        }
        trial.look(until);
        return new TrialResult(
                rule.id(),
                patientId,
                inOrder.size(),
                complete,
                trial.alerts.values().stream().map(Course::told).toList(),
                trial.suppressed,
                trial.late);
    }

    private void take(Sample sample) {
        Reading reading = new Reading(sample.takenAt(), sample.values());
        RuleEngine.Step step =
                engine.evaluate(rule, state, sample.type(), reading, sample.hasTimeOfReceipt());
        state = step.next();
        at = sample.takenAt().isAfter(at) ? sample.takenAt() : at;
        switch (step.verdict()) {
            case Verdict.Late ignored -> late++;
            case Verdict.Quiet ignored -> {}
            case Verdict.Suppressed ended ->
                    suppressed.add(
                            new TrialResult.Suppressed(
                                    ended.tier(), ended.since().toString(), at.toString()));
            case Verdict.Opened opened -> opened(opened.alertId(), opened.breach(), at);
            case Verdict.Rose rose -> course(rose.alertId()).rose(rose.breach().tier(), at);
            case Verdict.Reopened again -> {
                Course course = course(again.alertId());
                course.clearedAt = null;
                course.reopenedAt.add(at.toString());
                if (again.rose()) {
                    course.rose(again.breach().tier(), at);
                } else {
                    course.occurrences++;
                }
            }
            case Verdict.Repeated repeated -> course(repeated.alertId()).occurrences++;
            case Verdict.Cleared cleared -> course(cleared.alertId()).clearedAt = at;
        }
    }

    private void heard(Sample sample) {
        Device device = new Device(sample.deviceType(), sample.deviceId());
        SilenceDetector.Heard heard =
                silence.heard(devices.get(device), List.of(rule), sample.receivedAt());
        if (heard.next() != null) {
            devices.put(device, heard.next());
        }
        heard.cleared().forEach(id -> course(id).clearedAt = sample.receivedAt());
    }

    private void look(Instant now) {
        for (Device device : List.copyOf(devices.keySet())) {
            DeviceWatch watch = devices.get(device);
            if (watch != null) {
                SilenceDetector.Look look = silence.look(device, watch, List.of(rule), now);
                look.opened().forEach(alert -> opened(alert.alertId(), alert.breach(), now));
                look.cleared().forEach(id -> course(id).clearedAt = now);
                if (look.next() == null) {
                    devices.remove(device);
                } else {
                    devices.put(device, look.next());
                }
            }
        }
    }

    private void opened(String id, Breach breach, Instant at) {
        Instant opened =
                breach.evidence() instanceof Breach.Silent silent
                        ? silent.heardAt().plus(silent.after())
                        : at;
        alerts.put(id, new Course(AlertText.of(rule, breach), breach.tier(), opened));
    }

    private Course course(String id) {
        Course course = alerts.get(id);
        if (course == null) {
            throw new IllegalStateException(id + " never opened");
        }
        return course;
    }

    /** One alert from its opening on. */
    private static final class Course {
        private final AlertText text;
        private final Tier openedTier;
        private final Instant openedAt;
        private final List<String> reopenedAt = new ArrayList<>();
        private Tier tier;
        private int occurrences = 1;
        private @Nullable Instant roseAt;
        private @Nullable Instant clearedAt;

        Course(AlertText text, Tier tier, Instant openedAt) {
            this.text = text;
            this.openedTier = tier;
            this.openedAt = openedAt;
            this.tier = tier;
        }

        void rose(Tier higher, Instant at) {
            tier = higher;
            roseAt = at;
            occurrences++;
        }

        TrialResult.Alert told() {
            return new TrialResult.Alert(
                    openedAt.toString(),
                    openedTier,
                    roseAt == null ? null : roseAt.toString(),
                    tier,
                    clearedAt == null ? null : clearedAt.toString(),
                    reopenedAt,
                    occurrences,
                    text.values(),
                    text.reasons(),
                    text.context());
        }
    }
}
