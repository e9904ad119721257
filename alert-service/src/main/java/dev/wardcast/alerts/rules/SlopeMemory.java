package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Of a rate of change: the readings of the time that is looked at, thinned out. */
public record SlopeMemory(RuleWindow window) implements Memory {
    static final SlopeMemory EMPTY = new SlopeMemory(RuleWindow.EMPTY);

    @Override
    public @Nullable Instant newest(VitalType vital) {
        return window.newest();
    }
}
