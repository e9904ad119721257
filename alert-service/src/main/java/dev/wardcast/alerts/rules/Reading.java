package dev.wardcast.alerts.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The values of one sample.
 *
 * @param takenAt the device's time, to the microsecond, as the database keeps it
 */
public record Reading(Instant takenAt, List<Double> values) {
    public Reading {
        takenAt = takenAt.truncatedTo(ChronoUnit.MICROS);
        values = List.copyOf(values);
    }
}
