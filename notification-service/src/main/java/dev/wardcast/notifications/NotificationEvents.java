package dev.wardcast.notifications;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Notifications on the user's stream. The event has the notification's id, so that however often it
 * is published it is taken once.
 */
@Singleton
final class NotificationEvents {

    private final JsonMapper json;

    NotificationEvents(JsonMapper json) {
        this.json = json;
    }

    NewEvent sent(String userId, Notification notification) {
        return NewEvent.once(
                notification.id(),
                new Room.User(userId),
                EventType.USER_NOTIFICATION,
                notification.timestamp(),
                bytes(notification));
    }

    private byte[] bytes(Notification notification) {
        try {
            return json.writeValueAsBytes(notification);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
