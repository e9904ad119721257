package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How fast a value falls or rises: the slope of the straight line that fits the readings of the
 * time best (least squares), so that a single odd reading is no fall.
 *
 * @param over the time that is looked at, at most an hour
 * @param minSamples with fewer readings in that time nothing is said; at least 2. They also have to
 *     span half of the time
 */
public record RateOfChange(
        VitalType vital, String field, Duration over, int minSamples, List<Rate> rates)
        implements Condition {

    public static final String KIND = "rate_of_change";
    static final Duration LONGEST = Duration.ofHours(1);

    public RateOfChange {
        rates = List.copyOf(rates);
        Fields.place(vital, field);
        if (rates.isEmpty()) {
            throw new IllegalArgumentException("rates (expected: at least one)");
        }
        if (!over.isPositive() || over.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("over (expected: > 0s and at most 1h)");
        }
        if (minSamples < 2 || minSamples > RateDetector.MOST_READINGS / 2) {
            throw new IllegalArgumentException(
                    "min_samples: %d (expected: 2 to %d)"
                            .formatted(minSamples, RateDetector.MOST_READINGS / 2));
        }
    }

    public enum Direction {
        FALL,
        RISE
    }

    /**
     * @param perMinute a slope of at least this is a breach; unit of the vital per minute, more
     *     than 0
     * @param clear a slope below this ends it; at most {@code perMinute}
     */
    public record Rate(Direction direction, double perMinute, Tier tier, double clear) {
        public Rate {
            if (!(perMinute > 0) || !(clear > 0) || clear > perMinute) {
                throw new IllegalArgumentException(
                        "rate: %s, clear %s (expected: 0 < clear <= per_minute)"
                                .formatted(perMinute, clear));
            }
        }

        /** The slope in this rate's direction. */
        double towards(double slope) {
            return direction == Direction.FALL ? -slope : slope;
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String subject() {
        return vital.wireName();
    }

    @Override
    public Set<VitalType> inputs() {
        return Set.of(vital);
    }
}
