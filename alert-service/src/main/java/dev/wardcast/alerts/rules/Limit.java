package dev.wardcast.alerts.rules;

/**
 * One end of a range.
 *
 * @param field of the vital, for instance {@code systolic}
 * @param inclusive whether the value itself is beyond the limit already
 * @param tier how urgent it is to be beyond
 * @param clear as far in as a reading has to come back before it counts as in range; the limit
 *     itself where there is no hysteresis
 */
public record Limit(
        String field, Side side, double value, boolean inclusive, Tier tier, double clear) {

    public enum Side {
        LOW,
        HIGH
    }

    public Limit {
        boolean inside = side == Side.LOW ? clear >= value : clear <= value;
        if (!inside) {
            throw new IllegalArgumentException(
                    "limit of %s: clear %s (expected: not beyond %s)"
                            .formatted(field, clear, value));
        }
    }

    /** A limit without hysteresis. */
    public Limit(String field, Side side, double value, boolean inclusive, Tier tier) {
        this(field, side, value, inclusive, tier, value);
    }

    boolean isBeyond(double reading) {
        return switch (side) {
            case LOW -> inclusive ? reading <= value : reading < value;
            case HIGH -> inclusive ? reading >= value : reading > value;
        };
    }

    /** Whether a reading is so far in range that the condition ends. */
    boolean isClear(double reading) {
        return !isBeyond(reading) && (side == Side.LOW ? reading >= clear : reading <= clear);
    }
}
