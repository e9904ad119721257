package dev.wardcast.eventlog.vitals;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * One reading of one vital sign, already validated.
 *
 * @param values one number for each of {@link VitalType#fields()}, in that order
 * @param takenAt the device's time, never later than {@code receivedAt}
 * @param receivedAt our time of receipt
 * @param sequence the device's own number of this reading, if it counts
 */
public record Sample(
        String deviceType,
        String deviceId,
        String patientId,
        VitalType type,
        List<Double> values,
        Instant takenAt,
        Instant receivedAt,
        OptionalLong sequence) {

    public Sample {
        values = List.copyOf(values);
        if (values.size() != type.fields().size()) {
            throw new IllegalArgumentException(
                    "values: " + values.size() + " (expected: " + type.fields().size() + ")");
        }
        if (takenAt.isAfter(receivedAt)) {
            throw new IllegalArgumentException("taken_at (expected: not after received_at)");
        }
    }
}
