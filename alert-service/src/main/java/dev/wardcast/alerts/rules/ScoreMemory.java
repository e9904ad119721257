package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of a score: the latest reading of each vital sign. */
public record ScoreMemory(Map<VitalType, Reading> readings) implements Memory {

    /** A reading so much older than the newest is forgotten: nobody measures that any more. */
    private static final Duration KEPT = Duration.ofHours(24);

    static final ScoreMemory EMPTY = new ScoreMemory(Map.of());

    public ScoreMemory {
        readings =
                readings.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new EnumMap<>(readings));
    }

    boolean isPast(VitalType vital, Reading reading) {
        Reading known = readings.get(vital);
        return known != null && reading.takenAt().isBefore(known.takenAt());
    }

    @Override
    public @Nullable Instant newest(VitalType vital) {
        Reading known = readings.get(vital);
        return known == null ? null : known.takenAt();
    }

    ScoreMemory with(VitalType vital, Reading reading) {
        Map<VitalType, Reading> next = new EnumMap<>(VitalType.class);
        next.putAll(readings);
        next.put(vital, reading);
        Instant oldest = reading.takenAt().minus(KEPT);
        next.values().removeIf(known -> known.takenAt().isBefore(oldest));
        return new ScoreMemory(next);
    }

    /** The time of the newest reading. */
    public Instant asOf() {
        Instant newest = Instant.MIN;
        for (Reading reading : readings.values()) {
            newest = reading.takenAt().isAfter(newest) ? reading.takenAt() : newest;
        }
        return newest;
    }
}
