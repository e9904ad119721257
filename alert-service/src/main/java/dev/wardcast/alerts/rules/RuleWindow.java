package dev.wardcast.alerts.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last readings of one vital of one patient, oldest first. */
public record RuleWindow(List<Reading> readings) {

    public static final RuleWindow EMPTY = new RuleWindow(List.of());

    public RuleWindow {
        readings = List.copyOf(readings);
    }

    /** When the newest was taken; {@code null} if there is none. */
    @Nullable Instant newest() {
        return readings.isEmpty() ? null : readings.getLast().takenAt();
    }

    /** Whether the reading comes after one that was taken later: a batch that arrived late. */
    boolean isPast(Reading reading) {
        return !readings.isEmpty() && reading.takenAt().isBefore(readings.getLast().takenAt());
    }

    /** Whether so much time lies before the reading that it does not belong to the row. */
    boolean isSilence(Reading reading, Duration maxGap) {
        return !readings.isEmpty()
                && readings.getLast().takenAt().plus(maxGap).isBefore(reading.takenAt());
    }

    /** Moves on by one reading. */
    RuleWindow with(Reading reading, int most) {
        int from = Math.max(0, readings.size() + 1 - most);
        List<Reading> next = new ArrayList<>(readings.size() + 1 - from);
        next.addAll(readings.subList(from, readings.size()));
        next.add(reading);
        return new RuleWindow(next);
    }

    /** The newest so many. */
    RuleWindow last(int count) {
        int size = readings.size();
        return size <= count ? this : new RuleWindow(readings.subList(size - count, size));
    }

    /** Those that were taken then or later. */
    RuleWindow since(Instant begin) {
        return new RuleWindow(
                readings.stream().filter(each -> !each.takenAt().isBefore(begin)).toList());
    }

    boolean allClear(Threshold rule) {
        for (Reading reading : readings) {
            if (!rule.isClear(reading)) {
                return false;
            }
        }
        return true;
    }

    /** The tier that every reading reaches; {@code null} where one of them is in range. */
    @Nullable Tier commonTier(Threshold rule) {
        Tier common = Tier.CRITICAL;
        for (Reading reading : readings) {
            Tier tier = rule.tierOf(reading);
            if (tier == null) {
                return null;
            }
            common = common.above(tier) ? tier : common;
        }
        return common;
    }
}
