package dev.wardcast.notifications.appointments;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.kit.audit.PatientRead;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An appointment as it stands.
 *
 * @param startsAt by the clock of the zone, {@code 2026-11-25T09:30}
 * @param time when that is
 * @param endsAt when it is over, and no reminder makes sense any more
 * @param state {@code SCHEDULED} or {@code CANCELLED}
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Appointment(
        String id,
        @Nullable String patientId,
        String createdBy,
        List<String> participants,
        String startsAt,
        String zone,
        String duration,
        Instant time,
        Instant endsAt,
        @Nullable String title,
        String content,
        List<Reminder> reminders,
        String state,
        Instant createdAt,
        Instant updatedAt)
        implements PatientRead.AboutPatients {

    /**
     * @param before as it was asked for
     * @param state {@code PENDING}, {@code FIRED}, {@code SKIPPED} (its time was over when it was
     *     set), {@code MISSED} (its time, and the appointment's, passed while no node was there),
     *     {@code CANCELLED}
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reminder(String before, Instant dueAt, String state, @Nullable Instant firedAt) {}

    boolean concerns(String userId) {
        return createdBy.equals(userId) || participants.contains(userId);
    }

    @Override
    public Iterable<String> aboutPatients() {
        return patientId == null ? List.of() : List.of(patientId);
    }
}
