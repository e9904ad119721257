package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A patient's readings against one rule. Alerts are called alert-1, alert-2 and so on. */
final class Course {

    static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final AtomicInteger alerts = new AtomicInteger();
    private final RuleEngine engine = new RuleEngine(() -> "alert-" + alerts.incrementAndGet());
    private final Duration step;
    private Rule rule;
    private @Nullable RuleState state;
    private Instant clock = NOON;

    Course(Rule rule, Duration step) {
        this.rule = rule;
        this.step = step;
    }

    /** One reading a minute. */
    static Course minutes(Rule rule) {
        return new Course(rule, Duration.ofMinutes(1));
    }

    Verdict at(Instant time, VitalType vital, Double... values) {
        RuleEngine.Step next =
                engine.evaluate(rule, state, vital, new Reading(time, List.of(values)));
        state = next.next();
        return next.verdict();
    }

    /** A reading that has the time of its receipt. */
    Verdict received(Instant time, double value) {
        RuleEngine.Step next =
                engine.evaluate(rule, state, vital(), new Reading(time, List.of(value)), true);
        state = next.next();
        return next.verdict();
    }

    Verdict at(Instant time, double value) {
        return at(time, vital(), value);
    }

    List<Verdict> all(double... values) {
        List<Verdict> verdicts = new ArrayList<>();
        for (double value : values) {
            clock = clock.plus(step);
            verdicts.add(at(clock, value));
        }
        return verdicts;
    }

    Verdict last(double... values) {
        return all(values).getLast();
    }

    /** What was not quiet, in a word each. */
    List<String> told(double... values) {
        return all(values).stream()
                .filter(verdict -> !(verdict instanceof Verdict.Quiet))
                .map(Course::word)
                .toList();
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Late ignored -> "late";
            case Verdict.Quiet ignored -> "quiet";
            case Verdict.Suppressed ended -> "suppressed " + ended.tier();
            case Verdict.Opened opened -> opened.alertId() + " " + opened.breach().tier();
            case Verdict.Rose rose -> rose.alertId() + " rose " + rose.breach().tier();
            case Verdict.Reopened again -> again.alertId() + (again.rose() ? " rose" : " again");
            case Verdict.Repeated repeated -> repeated.alertId() + " goes on";
            case Verdict.Cleared cleared -> cleared.alertId() + " cleared";
        };
    }

    void silence(Duration time) {
        clock = clock.plus(time);
    }

    void change(Rule changed) {
        rule = changed;
    }

    int opened() {
        return alerts.get();
    }

    RuleState state() {
        if (state == null) {
            throw new IllegalStateException("no reading yet");
        }
        return state;
    }

    private VitalType vital() {
        return rule.condition().inputs().iterator().next();
    }
}
