package dev.wardcast.alerts.rules;

/** Of a rate of change: the readings of the time that is looked at, thinned out. */
public record SlopeMemory(RuleWindow window) implements Memory {
    static final SlopeMemory EMPTY = new SlopeMemory(RuleWindow.EMPTY);
}
