package dev.wardcast.alerts.rules;

import java.time.Duration;
import java.time.Instant;

final class Times {

    private static final double NANOS_OF_MINUTE = 60e9;

    private Times() {}

    static double minutes(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS_OF_MINUTE;
    }
}
