package dev.wardcast.alerts.rules;

import java.time.Instant;

/** What one reading meant to one rule. */
public sealed interface Verdict {

    /** Taken before a reading that is already counted: not evaluated. */
    record Late() implements Verdict {}

    /** Nothing that anyone has to hear of. */
    record Quiet() implements Verdict {}

    /**
     * A breach ended within the delay of the rule and is discarded.
     *
     * @param tier the highest that it reached
     * @param since when it began, the device's time
     */
    record Suppressed(Tier tier, Instant since) implements Verdict {}

    record Opened(String alertId, Breach breach) implements Verdict {}

    /**
     * The condition came back so soon that it is the same alert.
     *
     * @param rose whether it reaches a higher tier than before
     */
    record Reopened(String alertId, Breach breach, boolean rose) implements Verdict {}

    /** The open alert reached a higher tier than before. */
    record Rose(String alertId, Breach breach) implements Verdict {}

    /**
     * The condition of the open alert still holds.
     *
     * @param breach at the tier that the alert has anyway
     */
    record Repeated(String alertId, Breach breach) implements Verdict {}

    /** The condition ended. */
    record Cleared(String alertId) implements Verdict {}
}
