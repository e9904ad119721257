package dev.wardcast.vitals.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.wardcast.eventlog.vitals.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node remembers of the devices that it hears, so that not every reading is a write. What is
 * forgotten is only written down more often.
 */
final class Pulses {

    private static final int MOST = 100_000;

    private final Rhythm rhythm;
    private final Cache<DeviceName, Pulse> known = Caffeine.newBuilder().maximumSize(MOST).build();

    Pulses(Rhythm rhythm) {
        this.rhythm = rhythm;
    }

    /**
     * Hears readings in the order of their receipt.
     *
     * @return those devices that have to be written down, as they are after the last reading
     */
    List<Pulse> hear(List<Sample> samples) {
        Map<DeviceName, Pulse> due = new HashMap<>();
        for (Sample sample : samples) {
            DeviceName name = new DeviceName(sample.deviceType(), sample.deviceId());
            Pulse before = due.get(name);
            boolean isDue = before != null;
            if (before == null) {
                before = known.getIfPresent(name);
            }
            Pulse now = after(before, name, sample);
            if (isDue || before == null || isNews(before, now)) {
                due.put(name, now);
            } else {
                known.put(name, now);
            }
        }
        return List.copyOf(due.values());
    }

    /**
     * They are written down now, and stand like this. Whoever is off has to be looked up with its
     * next reading.
     */
    void written(List<DeviceState> states) {
        for (DeviceState state : states) {
            if (state.connected()) {
                known.put(
                        state.name(),
                        new Pulse(
                                state.name(),
                                state.patientId(),
                                state.heardAt(),
                                state.interval(),
                                rhythm.writtenAgain(state.heardAt(), state.interval())));
            } else {
                known.invalidate(state.name());
            }
        }
    }

    /**
     * The next reading of these has to be written down, because their rows say that they are off.
     */
    void forget(List<DeviceName> names) {
        known.invalidateAll(names);
    }

    private static boolean isNews(Pulse before, Pulse now) {
        return !now.heardAt().isBefore(before.writtenAgain())
                || !now.patientId().equals(before.patientId());
    }

    private Pulse after(@Nullable Pulse before, DeviceName name, Sample sample) {
        Instant at = sample.receivedAt();
        if (before == null) {
            return new Pulse(name, sample.patientId(), at, null, Instant.EPOCH);
        }
        if (!at.isAfter(before.heardAt())) {
            return before;
        }
        Duration interval = before.interval();
        return new Pulse(
                name,
                sample.patientId(),
                at,
                interval == null
                        ? null
                        : rhythm.next(interval, Duration.between(before.heardAt(), at)),
                before.writtenAgain());
    }
}
