package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.List;

/** Rules for tests; what is not said is as the built-in ones have it. */
final class TestRules {

    private TestRules() {}

    /** 60 to 100, farther out at 50 and 120. */
    static final List<Limit> HEART_LIMITS =
            List.of(
                    new Limit("bpm", Limit.Side.LOW, 60, false, Tier.WARNING),
                    new Limit("bpm", Limit.Side.HIGH, 100, false, Tier.WARNING),
                    new Limit("bpm", Limit.Side.LOW, 50, true, Tier.CRITICAL),
                    new Limit("bpm", Limit.Side.HIGH, 120, true, Tier.CRITICAL));

    static Threshold heart(Window window) {
        return new Threshold(
                VitalType.HEART_RATE, window, Duration.ofMinutes(15), HEART_LIMITS, 20);
    }

    /** Below 92, farther out below 88; a fall of 4 in a minute is steep. */
    static Threshold oxygen(Window window, double clear) {
        return new Threshold(
                VitalType.SPO2,
                window,
                Duration.ofMinutes(15),
                List.of(
                        new Limit("percent", Limit.Side.LOW, 92, false, Tier.WARNING, clear),
                        new Limit("percent", Limit.Side.LOW, 88, false, Tier.CRITICAL)),
                4);
    }

    static Rule rule(Condition condition) {
        return rule(condition, Duration.ZERO, Duration.ZERO);
    }

    static Rule rule(Condition condition, Duration delay, Duration reopenWithin) {
        return new Rule(
                "rule",
                1,
                true,
                condition,
                delay,
                reopenWithin,
                null,
                null,
                List.of("caregiver"),
                List.of("doctor"));
    }
}
