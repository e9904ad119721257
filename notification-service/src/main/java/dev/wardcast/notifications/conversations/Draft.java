package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.audit.Actor;

/**
 * A message that somebody wants to send; its text has been checked.
 *
 * @param key of the sender's own choice: what comes twice with it is one message
 */
record Draft(String conversationId, String sender, String key, String text, Actor actor) {}
