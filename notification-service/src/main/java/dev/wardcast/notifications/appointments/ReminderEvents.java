package dev.wardcast.notifications.appointments;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.crypto.SealedEvents;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reminders on users' streams, sealed on their way. */
@Singleton
final class ReminderEvents {

    private final JsonMapper json;
    private final SealedEvents sealed;

    ReminderEvents(JsonMapper json, SealedEvents sealed) {
        this.json = json;
        this.sealed = sealed;
    }

    NewEvent forUser(String userId, ReminderEvent reminder) {
        return sealed.seal(
                NewEvent.once(
                        TimeOrderedIds.next(),
                        new Room.User(userId),
                        EventType.USER_NOTIFICATION,
                        reminder.timestamp(),
                        bytes(reminder)));
    }

    private byte[] bytes(ReminderEvent reminder) {
        try {
            return json.writeValueAsBytes(reminder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
