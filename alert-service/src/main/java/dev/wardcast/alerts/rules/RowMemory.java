package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Of a threshold: the last readings, and since when they are beyond or in range without a break.
 */
public record RowMemory(RuleWindow window, Runs runs) implements Memory {
    static final RowMemory EMPTY = new RowMemory(RuleWindow.EMPTY, Runs.NONE);

    @Override
    public @Nullable Instant newest(VitalType vital) {
        return window.newest();
    }
}
