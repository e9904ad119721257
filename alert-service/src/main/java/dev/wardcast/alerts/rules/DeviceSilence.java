package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.Set;

/**
 * A device that posted regularly and is not heard any more: a technical alert, nothing about the
 * patient. Measured on our time of receipt, because a silent device's clock says nothing.
 *
 * @param after at least a minute
 * @param minReadings a device counts as regular after so many readings that were never further
 *     apart than {@code after}; a scale that is used once a day is never silent. At least 2
 */
public record DeviceSilence(Duration after, int minReadings, Tier tier) implements Condition {

    public static final String KIND = "device_silence";
    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(12);

    public DeviceSilence {
        if (after.compareTo(SHORTEST) < 0 || after.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("after (expected: 1m to 12h)");
        }
        if (minReadings < 2) {
            throw new IllegalArgumentException("min_readings (expected: at least 2)");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String subject() {
        return "device";
    }

    /** None: it is about readings that do not come. */
    @Override
    public Set<VitalType> inputs() {
        return Set.of();
    }
}
