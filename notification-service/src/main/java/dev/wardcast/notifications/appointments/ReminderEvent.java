package dev.wardcast.notifications.appointments;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/**
 * What a participant's stream says. The one name in camel case is one that clients know.
 *
 * @param time when the appointment is
 * @param timestamp when the reminder fired
 */
@Serdeable
@JsonPropertyOrder({"type", "appointmentId", "time", "content", "timestamp"})
record ReminderEvent(
        String type,
        @JsonProperty("appointmentId") String appointmentId,
        String time,
        String content,
        Instant timestamp) {

    static ReminderEvent of(String appointmentId, String time, String content, Instant timestamp) {
        return new ReminderEvent("appointment_reminder", appointmentId, time, content, timestamp);
    }
}
