package dev.wardcast.alerts.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule remembers of a patient between two readings. Times are the devices'.
 *
 * @param revision of the rule that it was made by
 * @param open the alert whose condition holds, if one does
 * @param pending the breach that waits for its delay, if one does
 * @param past the last alert whose condition ended
 */
public record RuleState(
        long revision,
        Memory memory,
        @Nullable OpenAlert open,
        @Nullable Pending pending,
        @Nullable PastAlert past) {

    public static RuleState initial(Rule rule) {
        return new RuleState(rule.revision(), Memory.initial(rule.condition()), null, null, null);
    }

    /**
     * @param tier the highest that it has reached
     */
    public record OpenAlert(String id, Tier tier) {}

    public record Pending(Instant since, Tier tier) {}

    public record PastAlert(String id, Tier tier, Instant endedAt) {}

    RuleState quiet(Memory next) {
        return new RuleState(revision, next, open, null, past);
    }

    RuleState waiting(Memory next, Pending waits) {
        return new RuleState(revision, next, open, waits, past);
    }

    RuleState opened(Memory next, OpenAlert alert) {
        return new RuleState(revision, next, alert, null, null);
    }

    RuleState ended(Memory next, PastAlert alert) {
        return new RuleState(revision, next, null, null, alert);
    }

    /**
     * The state that a rule goes on with after it was changed. Readings are readings under the new
     * version too, but how long they were beyond the old limits says nothing about the new ones.
     */
    RuleState under(Rule rule) {
        if (revision == rule.revision()) {
            return this;
        }
        Memory kept =
                switch (memory) {
                    case RowMemory row -> new RowMemory(row.window(), Runs.NONE);
                    case SlopeMemory slope -> slope;
                    case ScoreMemory score -> score;
                };
        return new RuleState(rule.revision(), kept, open, null, past);
    }
}
