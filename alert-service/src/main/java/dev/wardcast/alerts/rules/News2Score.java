package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A score and what it is made of. Where an input is missing or stale, the score is incomplete and
 * its total is what is known: the patient's score is that or more, never less.
 *
 * @param inputs the readings that score; without one that is missing or stale
 */
public record News2Score(News2.Setting setting, Map<VitalType, Input> inputs) {

    /**
     * @param value of a pressure the systolic
     */
    public record Input(double value, Instant takenAt, int points) {}

    public News2Score {
        inputs = Collections.unmodifiableMap(new EnumMap<>(inputs));
    }

    /** The score of the latest readings, as at the time of the newest of them. */
    public static News2Score of(News2Condition rule, ScoreMemory latest) {
        Instant oldest = latest.asOf().minus(rule.staleAfter());
        Map<VitalType, Input> inputs = new EnumMap<>(VitalType.class);
        latest.readings()
                .forEach((vital, reading) -> {
                    if (!reading.takenAt().isBefore(oldest)) {
                        double value = reading.values().getFirst();
                        int points = News2.points(vital, value, rule.patient());
                        inputs.put(vital, new Input(value, reading.takenAt(), points));
                    }
                });
        return new News2Score(rule.patient(), inputs);
    }

    /** The inputs that there is no fresh reading of. */
    public List<VitalType> missing() {
        return News2.INPUTS.stream().filter(vital -> !inputs.containsKey(vital)).toList();
    }

    public boolean complete() {
        return inputs.keySet().containsAll(News2.INPUTS);
    }

    /** Of an incomplete score the least that it can be. */
    public int total() {
        int total = setting.oxygenPoints() + setting.consciousnessPoints();
        for (Input input : inputs.values()) {
            total += input.points();
        }
        return total;
    }

    boolean hasRed() {
        return setting.consciousnessPoints() == News2.RED
                || inputs.values().stream().anyMatch(input -> input.points() == News2.RED);
    }

    /**
     * The tier that the score reaches. Of an incomplete one only the total counts: a single 3 in it
     * is a reading that has a rule of its own, and that rule has more patience with odd readings.
     */
    public @Nullable Tier tier() {
        if (total() >= News2.EMERGENCY) {
            return Tier.CRITICAL;
        }
        return total() >= News2.URGENT || (complete() && hasRed()) ? Tier.WARNING : null;
    }
}
