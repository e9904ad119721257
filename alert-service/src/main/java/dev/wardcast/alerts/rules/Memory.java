package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a rule remembers of a patient's readings. */
public sealed interface Memory permits RowMemory, SlopeMemory, ScoreMemory {

    /** When the newest reading of this vital sign was taken; {@code null} if there is none. */
    @Nullable Instant newest(VitalType vital);

    /** What a rule begins with; a silence is remembered elsewhere, for each device. */
    static Memory initial(Condition condition) {
        return switch (condition) {
            case Threshold ignored -> RowMemory.EMPTY;
            case RateOfChange ignored -> SlopeMemory.EMPTY;
            case News2Condition ignored -> ScoreMemory.EMPTY;
            case DeviceSilence ignored -> ScoreMemory.EMPTY;
        };
    }
}
