package dev.wardcast.eventlog.vitals;

import dev.wardcast.eventlog.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one vital sign, already validated.
 *
 * @param values one number for each of {@link VitalType#fields()}, in that order
 * @param takenAt the device's time, never later than {@code receivedAt}
 * @param receivedAt our time of receipt
 * @param sequence the device's own number of this reading, if it counts
 * @param trace the recorded step that it comes from; no part of the reading
 */
public record Sample(
        String deviceType,
        String deviceId,
        String patientId,
        VitalType type,
        List<Double> values,
        Instant takenAt,
        Instant receivedAt,
        OptionalLong sequence,
        @Nullable TraceContext trace) {

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

    /** A sample of no recorded step. */
    public Sample(
            String deviceType,
            String deviceId,
            String patientId,
            VitalType type,
            List<Double> values,
            Instant takenAt,
            Instant receivedAt,
            OptionalLong sequence) {
        this(deviceType, deviceId, patientId, type, values, takenAt, receivedAt, sequence, null);
    }

    /**
     * Whether its time is that of its receipt: the device said none, or its clock is ahead of ours.
     */
    public boolean hasTimeOfReceipt() {
        return takenAt.equals(receivedAt);
    }

    /** The same as it comes from a recorded step, or from none. */
    public Sample in(@Nullable TraceContext step) {
        return step == trace
                ? this
                : new Sample(
                        deviceType,
                        deviceId,
                        patientId,
                        type,
                        values,
                        takenAt,
                        receivedAt,
                        sequence,
                        step);
    }
}
