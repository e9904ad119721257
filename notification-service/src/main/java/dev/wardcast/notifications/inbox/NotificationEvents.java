package dev.wardcast.notifications.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.crypto.SealedEvents;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Notifications on users' streams. The event has the notification's id, so that however often it is
 * published it is taken once; its text is sealed on its way.
 */
@Singleton
final class NotificationEvents {

    private final JsonMapper json;
    private final SealedEvents sealed;

    NotificationEvents(JsonMapper json, SealedEvents sealed) {
        this.json = json;
        this.sealed = sealed;
    }

    /** One event, however many are told. */
    NewEvent sent(SystemNotice notice, Notification notification) {
        Payload payload =
                new Payload(
                        notification.type(),
                        notification.id(),
                        notification.content(),
                        notification.timestamp(),
                        notification.expiresAt());
        return sealed.seal(
                NewEvent.once(
                        notification.id(),
                        notice.room(),
                        EventType.USER_NOTIFICATION,
                        notification.timestamp(),
                        bytes(payload)));
    }

    private byte[] bytes(Payload payload) {
        try {
            return json.writeValueAsBytes(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Payload(
            String type,
            String id,
            String content,
            Instant timestamp,
            @Nullable Instant expiresAt) {}
}
