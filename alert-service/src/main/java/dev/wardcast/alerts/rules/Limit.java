package dev.wardcast.alerts.rules;

/**
 * One end of a range.
 *
 * @param field of the vital, for instance {@code systolic}
 * @param inclusive whether the value itself is beyond the limit already
 * @param tier how urgent it is to be beyond
 */
public record Limit(String field, Side side, double value, boolean inclusive, Tier tier) {

    public enum Side {
        LOW,
        HIGH
    }

    boolean isBeyond(double reading) {
        return switch (side) {
            case LOW -> inclusive ? reading <= value : reading < value;
            case HIGH -> inclusive ? reading >= value : reading > value;
        };
    }
}
