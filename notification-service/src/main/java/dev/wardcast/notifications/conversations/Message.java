package dev.wardcast.notifications.conversations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation.
 *
 * @param sequence its place in the conversation, from 1, without holes
 * @param text plain text; {@code null} once it was deleted
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Message(
        String messageId,
        String conversationId,
        long sequence,
        String sender,
        @Nullable String text,
        Instant timestamp,
        @Nullable Instant editedAt,
        @Nullable Instant deletedAt) {}
