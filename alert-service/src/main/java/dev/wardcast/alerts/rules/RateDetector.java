package dev.wardcast.alerts.rules;

import dev.wardcast.alerts.rules.Finding.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How fast a value changes. */
final class RateDetector {

    /** About so many readings are remembered, however fast they come. */
    static final int MOST_READINGS = 64;

    private RateDetector() {}

    static Assessment assess(RateOfChange rule, SlopeMemory memory, Reading reading) {
        if (memory.window().isPast(reading)) {
            return new Assessment(memory, new Finding.Late());
        }
        RuleWindow window = new RuleWindow(movedOn(rule, memory.window().readings(), reading));
        return new Assessment(new SlopeMemory(window), finding(rule, window));
    }

    /**
     * The readings of the time that is looked at. Of readings that come faster than can be
     * remembered the newest takes the place of the one before it.
     */
    private static List<Reading> movedOn(RateOfChange rule, List<Reading> before, Reading newest) {
        Instant oldest = newest.takenAt().minus(rule.over());
        Duration spacing = rule.over().dividedBy(MOST_READINGS);
        List<Reading> next = new ArrayList<>(before.size() + 1);
        for (Reading reading : before) {
            if (!reading.takenAt().isBefore(oldest)) {
                next.add(reading);
            }
        }
        int size = next.size();
        boolean crowded =
                size >= 2
                        && next.get(size - 2)
                                .takenAt()
                                .plus(spacing)
                                .isAfter(next.getLast().takenAt());
        if (crowded) {
            next.removeLast();
        }
        next.add(newest);
        return next;
    }

    private static Finding finding(RateOfChange rule, RuleWindow window) {
        List<Reading> readings = window.readings();
        Instant newest = readings.getLast().takenAt();
        boolean enough =
                readings.size() >= rule.minSamples()
                        && !readings.getFirst()
                                .takenAt()
                                .plus(rule.over().dividedBy(2))
                                .isAfter(newest);
        if (!enough) {
            return new Finding.Between();
        }
        double slope = slope(rule, readings);
        Tier tier = tierOf(rule, slope);
        if (tier != null) {
            return new Finding.Holds(new Breach(tier, new Breach.Slope(window, slope)), true);
        }
        boolean ended = rule.rates().stream().allMatch(rate -> rate.towards(slope) < rate.clear());
        return ended ? new Finding.Ended() : new Finding.Between();
    }

    private static @Nullable Tier tierOf(RateOfChange rule, double slope) {
        Tier highest = null;
        for (RateOfChange.Rate rate : rule.rates()) {
            boolean beyond = rate.towards(slope) >= rate.perMinute();
            if (beyond && (highest == null || rate.tier().above(highest))) {
                highest = rate.tier();
            }
        }
        return highest;
    }

    /** Least squares, per minute. */
    static double slope(RateOfChange rule, List<Reading> readings) {
        Instant zero = readings.getFirst().takenAt();
        double n = readings.size();
        double sumX = 0;
        double sumY = 0;
        double sumXY = 0;
        double sumXX = 0;
        for (Reading reading : readings) {
            double x = Times.minutes(zero, reading.takenAt());
            double y = Fields.value(rule.vital(), rule.field(), reading);
            sumX += x;
            sumY += y;
            sumXY += x * y;
            sumXX += x * x;
        }
        return (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
    }
}
