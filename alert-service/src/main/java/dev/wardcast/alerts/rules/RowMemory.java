package dev.wardcast.alerts.rules;

/**
 * Of a threshold: the last readings, and since when they are beyond or in range without a break.
 */
public record RowMemory(RuleWindow window, Runs runs) implements Memory {
    static final RowMemory EMPTY = new RowMemory(RuleWindow.EMPTY, Runs.NONE);
}
