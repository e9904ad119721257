package dev.wardcast.alerts.rules;

/** What a reading says about a condition, whatever was said before. */
sealed interface Finding {

    /** Taken before a reading that is already counted: it says nothing. */
    record Late() implements Finding {}

    /**
     * The condition holds.
     *
     * @param steep whether the value fell so fast that nothing may be waited for
     */
    record Holds(Breach breach, boolean steep) implements Finding {}

    /** Neither a breach nor far enough in range to end one, or not known. */
    record Between() implements Finding {}

    /** As far in range as it takes to end the condition. */
    record Ended() implements Finding {}

    /** A finding, and what is remembered after it. */
    record Assessment(Memory next, Finding finding) {}
}
