package dev.wardcast.alerts.escalation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What escalation comes to, in figures. */
final class EscalationMeters {

    private final Counter steps;
    private final Counter unattended;
    private final Counter called;
    private final Counter undecided;
    private final Timer delay;

    EscalationMeters(MeterRegistry meters) {
        steps = counter(meters, "steps", "Steps of escalations taken");
        unattended = counter(meters, "unattended", "Alerts that nobody answered to the end");
        called = counter(meters, "called", "Notifications to people that a step concerned");
        undecided = counter(meters, "undecided", "Times that nobody could say whom to call");
        delay =
                Timer.builder("wardcast.alerts.escalation.delay")
                        .description("From a step being due to its being taken")
                        .publishPercentileHistogram()
                        .register(meters);
    }

    void stepTaken(Duration late) {
        steps.increment();
        delay.record(late.isNegative() ? Duration.ZERO : late);
    }

    void unattended() {
        unattended.increment();
    }

    void called(int people) {
        called.increment(people);
    }

    void undecided() {
        undecided.increment();
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("wardcast.alerts.escalation." + name)
                .description(description)
                .register(meters);
    }
}
