package dev.wardcast.notifications.conversations;

/** What became of a {@link Draft}. */
sealed interface Posted {

    /**
     * @param repeated whether it was there before
     */
    record Stored(Message message, boolean repeated) implements Posted {}

    /** There is no such conversation, or the sender is not in it (any more). */
    record NotThere() implements Posted {}

    /** The sender sent another message, to another conversation, with this key. */
    record KeyUsed() implements Posted {}

    /** It is about a patient whom the sender may not see (any more). */
    record NoSight(String patientId) implements Posted {}
}
