package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Readings beyond limits, for a number of readings or for a time.
 *
 * @param maxGap a longer time between two readings starts the row again
 * @param limits at least one; those of the lowest tier name the normal range
 * @param steepFall how fast a value falls, in its unit per minute, for a delay not to count; more
 *     than 0
 */
public record Threshold(
        VitalType vital, Window window, Duration maxGap, List<Limit> limits, double steepFall)
        implements Condition {

    public static final String KIND = "threshold";

    /** So many readings tell how steep a fall is, and are shown of a window that lasts a time. */
    private static final int FEW = 4;

    public Threshold {
        limits = List.copyOf(limits);
        if (limits.isEmpty()) {
            throw new IllegalArgumentException("limits (expected: at least one)");
        }
        for (Limit limit : limits) {
            Fields.place(vital, limit.field());
        }
        if (!maxGap.isPositive()) {
            throw new IllegalArgumentException("max_gap (expected: > 0s)");
        }
        if (!(steepFall > 0)) {
            throw new IllegalArgumentException("steep_fall_per_minute (expected: > 0)");
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

    /** How many readings have to be remembered. */
    int kept(boolean delayed) {
        return switch (window) {
            case Window.Samples(int count) -> delayed ? Math.max(count, FEW) : count;
            case Window.Lasting ignored -> FEW;
        };
    }

    /** How far out these values are: the highest tier whose limit they are beyond. */
    @Nullable Tier tierOf(Reading reading) {
        Tier highest = null;
        for (Limit limit : limits) {
            if ((highest == null || limit.tier().above(highest))
                    && limit.isBeyond(Fields.value(vital, limit.field(), reading))) {
                highest = limit.tier();
            }
        }
        return highest;
    }

    boolean isClear(Reading reading) {
        for (Limit limit : limits) {
            if (!limit.isClear(Fields.value(vital, limit.field(), reading))) {
                return false;
            }
        }
        return true;
    }

    /** The limits of the lowest tier: beyond them it is no longer normal. */
    List<Limit> normalRange() {
        Tier lowest = limits.getFirst().tier();
        for (Limit limit : limits) {
            lowest = lowest.above(limit.tier()) ? limit.tier() : lowest;
        }
        List<Limit> range = new ArrayList<>();
        for (Limit limit : limits) {
            if (limit.tier() == lowest) {
                range.add(limit);
            }
        }
        return range;
    }

    /**
     * Whether the newest of these readings ends a steep fall towards a low limit. Less than a
     * minute counts as one, so that noise between two quick readings is no fall.
     */
    boolean endsSteepFall(RuleWindow window) {
        Reading newest = window.readings().getLast();
        for (Limit limit : limits) {
            if (limit.side() == Limit.Side.LOW) {
                double now = Fields.value(vital, limit.field(), newest);
                for (Reading before : window.readings()) {
                    double minutes = Math.max(1, Times.minutes(before.takenAt(), newest.takenAt()));
                    double fall = Fields.value(vital, limit.field(), before) - now;
                    if (fall >= steepFall * minutes) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
