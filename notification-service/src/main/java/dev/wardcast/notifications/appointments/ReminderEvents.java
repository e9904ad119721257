package dev.wardcast.notifications.appointments;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.crypto.SealedEvents;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.notifications.inbox.NotificationRecord;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reminders as users are told of them: on their streams, sealed on the way, and in their lists. */
@Singleton
final class ReminderEvents {

    private final JsonMapper json;
    private final SealedEvents sealed;

    ReminderEvents(JsonMapper json, SealedEvents sealed) {
        this.json = json;
        this.sealed = sealed;
    }

    /**
     * The event of one that is kept has the notification's id.
     *
     * @param patientId whom the appointment is about, and whose record the user must still be
     *     allowed to see when it reaches them; {@code null} for nobody
     */
    NewEvent forUser(String userId, ReminderEvent reminder, @Nullable String patientId) {
        String kept = reminder.id();
        String id = kept == null ? TimeOrderedIds.next() : kept;
        Instant at = reminder.timestamp();
        byte[] data = bytes(reminder);
        return sealed.seal(
                patientId == null
                        ? NewEvent.once(
                                id, new Room.User(userId), EventType.USER_NOTIFICATION, at, data)
                        : NewEvent.onceTo(
                                Set.of(userId),
                                patientId,
                                new Room.Group.About(Room.Group.Sight.RECORD, patientId),
                                id,
                                EventType.USER_NOTIFICATION,
                                at,
                                data));
    }

    /** For the user's list of notifications. */
    NotificationRecord.Told kept(String user, ReminderEvent reminder, @Nullable String patientId) {
        Map<String, String> details = new TreeMap<>();
        details.put("appointment_id", reminder.appointmentId());
        details.put("time", reminder.time());
        if (patientId != null) {
            details.put("patient_id", patientId);
        }
        return new NotificationRecord.Told(
                Objects.requireNonNull(reminder.id()),
                user,
                reminder.type(),
                reminder.content(),
                reminder.timestamp(),
                details,
                "notification-service");
    }

    private byte[] bytes(ReminderEvent reminder) {
        try {
            return json.writeValueAsBytes(reminder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
