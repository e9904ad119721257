package dev.wardcast.alerts.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last readings of one vital of one patient, oldest first. */
public record RuleWindow(List<Reading> readings) {

    public static final RuleWindow EMPTY = new RuleWindow(List.of());

    public RuleWindow {
        readings = List.copyOf(readings);
    }

    /** Whether the reading comes after one that was taken later: a batch that arrived late. */
    boolean isPast(Reading reading) {
        return !readings.isEmpty() && reading.takenAt().isBefore(readings.getLast().takenAt());
    }

    /**
     * Moves on by one reading. After a silence longer than the rule allows it begins anew, because
     * readings that far apart are not a row.
     */
    RuleWindow with(Reading reading, Rule rule) {
        boolean silence =
                !readings.isEmpty()
                        && readings.getLast()
                                .takenAt()
                                .plus(rule.maxGap())
                                .isBefore(reading.takenAt());
        List<Reading> next = new ArrayList<>(silence ? List.of() : readings);
        next.add(reading);
        return new RuleWindow(next.subList(Math.max(0, next.size() - rule.samples()), next.size()));
    }

    boolean isFull(Rule rule) {
        return readings.size() == rule.samples();
    }

    boolean allInRange(Rule rule) {
        return readings.stream().allMatch(reading -> rule.tierOf(reading).isEmpty());
    }

    /** The tier that every reading reaches; empty where one of them is in range. */
    Optional<Tier> commonTier(Rule rule) {
        Tier common = Tier.CRITICAL;
        for (Reading reading : readings) {
            Optional<Tier> tier = rule.tierOf(reading);
            if (tier.isEmpty()) {
                return Optional.empty();
            }
            common = common.above(tier.get()) ? tier.get() : common;
        }
        return Optional.of(common);
    }
}
