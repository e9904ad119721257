package dev.wardcast.alerts.rules;

/** What one sample meant to one rule. */
public sealed interface Verdict {

    /** Taken before a sample that is already counted: not evaluated. */
    record Late() implements Verdict {}

    /** Nothing that anyone has to hear of. */
    record Quiet() implements Verdict {}

    record Opened(String alertId, Breach breach) implements Verdict {}

    /** The open alert reached a higher tier than before. */
    record Rose(String alertId, Breach breach) implements Verdict {}

    /** The condition of the open alert still holds. */
    record Repeated(String alertId) implements Verdict {}

    /** The window is back in range. */
    record Cleared(String alertId) implements Verdict {}

    /**
     * @param tier the highest that all readings of the window reach
     */
    record Breach(Tier tier, RuleWindow window) {}
}
