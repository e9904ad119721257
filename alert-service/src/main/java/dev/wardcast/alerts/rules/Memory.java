package dev.wardcast.alerts.rules;

/** What a rule remembers of a patient's readings. */
public sealed interface Memory permits RowMemory, SlopeMemory, ScoreMemory {

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
