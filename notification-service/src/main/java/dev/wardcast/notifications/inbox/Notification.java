package dev.wardcast.notifications.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user is told. The event on the user's stream has the same {@code id}, so that a client
 * recognises in the list what it has already.
 *
 * @param type {@code system_notification}, {@code alert_escalated}, {@code alert_assigned}, {@code
 *     appointment_reminder}
 * @param content plain text; whoever shows it escapes it for where it is shown
 * @param timestamp when it was sent
 * @param expiresAt from when on it is in no list any more
 * @param alertId of an alert
 * @param patientId whom the alert is about
 * @param tier of the alert
 * @param appointmentId of an appointment
 * @param time when the appointment is
 * @param state {@code pending}, {@code delivered} (a stream of the user was given it) or {@code
 *     acknowledged}
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Notification(
        String type,
        String id,
        String content,
        Instant timestamp,
        @Nullable Instant expiresAt,
        @Nullable String alertId,
        @Nullable String patientId,
        @Nullable String tier,
        @Nullable String appointmentId,
        @Nullable String time,
        String state,
        @Nullable Instant deliveredAt,
        @Nullable Instant acknowledgedAt) {

    static final String REMINDER = "appointment_reminder";

    /** A system notification that was kept just now. */
    static Notification pending(
            String id, String content, Instant timestamp, @Nullable Instant expiresAt) {
        return new Notification(
                "system_notification",
                id,
                content,
                timestamp,
                expiresAt,
                null,
                null,
                null,
                null,
                null,
                "pending",
                null,
                null);
    }
}
