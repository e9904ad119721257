package dev.wardcast.notifications.appointments;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** How reminders fare. */
@Singleton
final class ReminderMeters {

    private final Timer delay;
    private final Counter missed;

    ReminderMeters(MeterRegistry meters) {
        delay =
                Timer.builder("wardcast.reminders.delay")
                        .description("From a reminder being due to its firing")
                        .publishPercentileHistogram()
                        .register(meters);
        missed =
                Counter.builder("wardcast.reminders.missed")
                        .description("Reminders whose appointment was over when a node came back")
                        .register(meters);
    }

    void fired(Instant due, Instant now) {
        Duration late = Duration.between(due, now);
        delay.record(late.isNegative() ? Duration.ZERO : late);
    }

    void missed(int reminders) {
        missed.increment(reminders);
    }
}
