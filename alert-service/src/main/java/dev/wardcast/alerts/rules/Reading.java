package dev.wardcast.alerts.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The same, taken at this time if it was before. */
    Reading notBefore(@Nullable Instant earliest) {
        return earliest == null || !takenAt.isBefore(earliest)
                ? this
                : new Reading(earliest, values);
    }
}
