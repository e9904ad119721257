package dev.wardcast.alerts.rules;

import org.jspecify.annotations.Nullable;

/**
 * What a rule remembers of a patient between two samples.
 *
 * @param open the alert whose condition holds, if one does
 */
public record RuleState(RuleWindow window, @Nullable OpenAlert open) {

    public static final RuleState INITIAL = new RuleState(RuleWindow.EMPTY, null);

    /**
     * @param tier the highest that it has reached
     */
    public record OpenAlert(String id, Tier tier) {}
}
