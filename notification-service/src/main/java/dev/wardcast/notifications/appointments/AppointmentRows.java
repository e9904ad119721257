package dev.wardcast.notifications.appointments;

import dev.wardcast.kit.crypto.TextVault;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How appointments stand in the database, and how their words are sealed there. */
@Singleton
final class AppointmentRows {

    static final String SELECT =
            """
            select a.*, (select array_agg(p.user_id order by p.user_id)
                         from appointment_participants p where p.appointment_id = a.id) as people
            from appointments a
            """;

    private final TextVault vault;
    private final JsonMapper json;

    AppointmentRows(TextVault vault, JsonMapper json) {
        this.vault = vault;
        this.json = json;
    }

    static String context(String appointmentId) {
        return "appointment:" + appointmentId;
    }

    String seal(String appointmentId, Words words) {
        try {
            return vault.seal(json.writeValueAsString(words), context(appointmentId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Words open(String appointmentId, String body) {
        try {
            return Objects.requireNonNull(
                    json.readValue(vault.open(body, context(appointmentId)), Words.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that {@code select} finds, with their reminders. */
    List<Appointment> read(Connection tx, PreparedStatement select) throws SQLException {
        List<Appointment> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(read(row));
            }
        }
        Map<String, List<Appointment.Reminder>> reminders =
                reminders(tx, found.stream().map(Appointment::id).toArray());
        return found.stream()
                .map(one -> with(one, reminders.getOrDefault(one.id(), List.of())))
                .toList();
    }

    private Appointment read(ResultSet row) throws SQLException {
        String id = row.getString("id");
        Words words = open(id, row.getString("body"));
        Instant start = instant(row, "starts_at");
        Instant end = instant(row, "ends_at");
        Array people = row.getArray("people");
        return new Appointment(
                id,
                row.getString("patient_id"),
                row.getString("created_by"),
                people == null ? List.of() : List.of((String[]) people.getArray()),
                row.getObject("starts_local", LocalDateTime.class).toString(),
                row.getString("zone"),
                Duration.between(start, end).toString(),
                start,
                end,
                words.title(),
                words.content(),
                List.of(),
                row.getString("state"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static Map<String, List<Appointment.Reminder>> reminders(
            Connection tx, Object[] appointmentIds) throws SQLException {
        Map<String, List<Appointment.Reminder>> reminders = new HashMap<>();
        try (PreparedStatement select =
                tx.prepareStatement(
                        """
                        select * from appointment_reminders where appointment_id = any (?)
                        order by due_at, before
                        """)) {
            select.setArray(1, tx.createArrayOf("text", appointmentIds));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    OffsetDateTime fired = row.getObject("fired_at", OffsetDateTime.class);
                    reminders
                            .computeIfAbsent(
                                    row.getString("appointment_id"), id -> new ArrayList<>())
                            .add(
                                    new Appointment.Reminder(
                                            row.getString("before"),
                                            instant(row, "due_at"),
                                            row.getString("state"),
                                            fired == null ? null : fired.toInstant()));
                }
            }
        }
        return reminders;
    }

    private static Appointment with(Appointment one, List<Appointment.Reminder> reminders) {
        return new Appointment(
                one.id(),
                one.patientId(),
                one.createdBy(),
                one.participants(),
                one.startsAt(),
                one.zone(),
                one.duration(),
                one.time(),
                one.endsAt(),
                one.title(),
                one.content(),
                reminders,
                one.state(),
                one.createdAt(),
                one.updatedAt());
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Objects.requireNonNull(time, column).toInstant();
    }
}
