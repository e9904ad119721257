package dev.wardcast.notifications.appointments;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a participant's stream says. The one name in camel case is one that clients know.
 *
 * @param time when the appointment is
 * @param timestamp when the reminder fired
 * @param id of the notification; {@code null} for one that is not kept
 */
@Serdeable
@JsonPropertyOrder({"type", "appointmentId", "time", "content", "timestamp", "id"})
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReminderEvent(
        String type,
        @JsonProperty("appointmentId") String appointmentId,
        String time,
        String content,
        Instant timestamp,
        @Nullable String id) {

    static final String TYPE = "appointment_reminder";

    /** One that is not kept. */
    static ReminderEvent of(String appointmentId, String time, String content, Instant timestamp) {
        return new ReminderEvent(TYPE, appointmentId, time, content, timestamp, null);
    }

    ReminderEvent withId(String notificationId) {
        return new ReminderEvent(type, appointmentId, time, content, timestamp, notificationId);
    }
}
