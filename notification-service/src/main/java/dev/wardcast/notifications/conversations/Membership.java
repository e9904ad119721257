package dev.wardcast.notifications.conversations;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's place in a conversation that they are in.
 *
 * @param owner who removes others: whoever began it, or who is in it longest when they have left
 * @param patientId whom the conversation is about; {@code null} for nobody
 * @param visibleAfter messages up to this one were before their time
 * @param readSequence up to where they have read
 * @param lastSequence of the newest message
 * @param participants everybody who is in it
 */
record Membership(
        String conversationId,
        String owner,
        @Nullable String patientId,
        long visibleAfter,
        long readSequence,
        long lastSequence,
        Set<String> participants) {}
