package dev.wardcast.notifications.appointments;

import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Appointments as rows, each change with its entry in the audit. Blocks; for virtual threads.
 *
 * <p>Whether the time of a reminder is over is judged by the database's clock, as everywhere.
 */
@Singleton
class Appointments {

    private static final String INSERT =
            """
            insert into appointments (body, starts_local, zone, starts_at, ends_at, patient_id, created_by, id)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String UPDATE =
            """
            update appointments set body = ?, starts_local = ?, zone = ?, starts_at = ?, ends_at = ?,
                updated_at = now() where id = ?
            """;

    private static final String REMIND =
            """
            insert into appointment_reminders (appointment_id, before, due_at, state)
            values (?, ?, ?, case when ? > now() then 'PENDING' else 'SKIPPED' end)
            """;

    private static final String LIST =
            AppointmentRows.SELECT
                    + """
                    where (a.created_by = ? or a.id in (
                            select appointment_id from appointment_participants where user_id = ?))
                        and a.ends_at > ? and (a.starts_at, a.id) > (?, ?)
                    order by a.starts_at, a.id limit ?
                    """;

    private final TransactionOperations<Connection> transactions;
    private final AppointmentRows rows;
    private final AuditTrail audit;

    Appointments(
            @Named("notifications") TransactionOperations<Connection> transactions,
            AppointmentRows rows,
            AuditTrail audit) {
        this.transactions = transactions;
        this.rows = rows;
        this.audit = audit;
    }

    Appointment add(Draft draft, String createdBy, Function<String, AuditEntry> act) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            String id = TimeOrderedIds.next();
            try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
                set(insert, id, draft);
                insert.setString(6, draft.patientId());
                insert.setString(7, createdBy);
                insert.setString(8, id);
                insert.executeUpdate();
            }
            invite(tx, id, draft.participants());
            remind(tx, id, draft.schedule());
            audit.record(tx, act.apply(id));
            return find(tx, id, "").orElseThrow();
        });
    }

    /**
     * Makes it what the draft says; its reminders begin anew.
     *
     * @param check sees the appointment as it stands, under its lock, and may refuse
     * @return empty if there is none
     */
    Optional<Appointment> change(
            String id, Draft draft, Consumer<Appointment> check, AuditEntry act) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Optional<Appointment> before = find(tx, id, " for update of a");
            if (before.isEmpty()) {
                return before;
            }
            check.accept(before.get());
            try (PreparedStatement update = tx.prepareStatement(UPDATE)) {
                set(update, id, draft);
                update.setString(6, id);
                update.executeUpdate();
            }
            run(tx, "delete from appointment_participants where appointment_id = ?", id);
            invite(tx, id, draft.participants());
            run(tx, "delete from appointment_reminders where appointment_id = ?", id);
            remind(tx, id, draft.schedule());
            audit.record(tx, act);
            return find(tx, id, "");
        });
    }

    /**
     * Nobody is reminded of it any more; a second time changes nothing.
     *
     * @return empty if there is none
     */
    Optional<Appointment> cancel(String id, Consumer<Appointment> check, AuditEntry act) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Optional<Appointment> before = find(tx, id, " for update of a");
            if (before.isEmpty()) {
                return before;
            }
            check.accept(before.get());
            if (before.get().state().equals("CANCELLED")) {
                return before;
            }
            run(
                    tx,
                    "update appointments set state = 'CANCELLED', updated_at = now() where id = ?",
                    id);
            run(
                    tx,
                    "update appointment_reminders set state = 'CANCELLED'"
                            + " where appointment_id = ? and state = 'PENDING'",
                    id);
            audit.record(tx, act);
            return find(tx, id, "");
        });
    }

    Optional<Appointment> find(String id) {
        return transactions.executeRead(status -> find(status.getConnection(), id, ""));
    }

    /** Of this user, those that end after {@code from}, in the order in which they begin. */
    List<Appointment> list(
            String userId, Instant from, @Nullable AppointmentPlace after, int limit) {
        AppointmentPlace place = after == null ? AppointmentPlace.FIRST : after;
        return transactions.executeRead(status -> {
            Connection tx = status.getConnection();
            try (PreparedStatement select = tx.prepareStatement(LIST)) {
                select.setString(1, userId);
                select.setString(2, userId);
                select.setObject(3, from.atOffset(ZoneOffset.UTC));
                select.setObject(4, place.startsAt().atOffset(ZoneOffset.UTC));
                select.setString(5, place.id());
                select.setInt(6, limit);
                return rows.read(tx, select);
            }
        });
    }

    private Optional<Appointment> find(Connection tx, String id, String lock) throws SQLException {
        try (PreparedStatement select =
                tx.prepareStatement(AppointmentRows.SELECT + "where a.id = ?" + lock)) {
            select.setString(1, id);
            return rows.read(tx, select).stream().findFirst();
        }
    }

    private void set(PreparedStatement statement, String id, Draft draft) throws SQLException {
        Schedule schedule = draft.schedule();
        statement.setString(1, rows.seal(id, draft.words()));
        statement.setObject(2, schedule.startsLocal());
        statement.setString(3, schedule.zone().getId());
        statement.setObject(4, schedule.startsAt().atOffset(ZoneOffset.UTC));
        statement.setObject(5, schedule.endsAt().atOffset(ZoneOffset.UTC));
    }

    private static void invite(Connection tx, String id, SortedSet<String> people)
            throws SQLException {
        try (PreparedStatement insert =
                tx.prepareStatement(
                        "insert into appointment_participants select ?, unnest(?::text[])")) {
            insert.setString(1, id);
            insert.setArray(2, tx.createArrayOf("text", people.toArray(String[]::new)));
            insert.executeUpdate();
        }
    }

    private static void remind(Connection tx, String id, Schedule schedule) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(REMIND)) {
            for (Before reminder : schedule.reminders()) {
                Object due =
                        Objects.requireNonNull(schedule.due(reminder)).atOffset(ZoneOffset.UTC);
                insert.setString(1, id);
                insert.setString(2, reminder.text());
                insert.setObject(3, due);
                insert.setObject(4, due);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void run(Connection tx, String sql, String id) throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }
}
