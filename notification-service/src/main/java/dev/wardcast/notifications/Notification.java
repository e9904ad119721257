package dev.wardcast.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user is told. The same object is the data of the event on the user's stream and an item of
 * the list, so that a client recognises by {@code id} what it has already.
 *
 * @param type {@code system_notification}
 * @param content plain text; whoever shows it escapes it for where it is shown
 * @param timestamp when it was sent
 * @param acknowledgedAt when the user acknowledged it first; {@code null}: not yet
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Notification(
        String type,
        String id,
        String content,
        Instant timestamp,
        @Nullable Instant acknowledgedAt) {}
