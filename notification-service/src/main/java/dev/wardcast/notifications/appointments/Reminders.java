package dev.wardcast.notifications.appointments;

import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.crypto.VaultException;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.notifications.inbox.NotificationRecord;
import dev.wardcast.notifications.push.PushKind;
import dev.wardcast.notifications.push.PushQueue;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires reminders that are due by the database's clock, each exactly once on whichever node comes
 * first: that it fired, and its events, are one transaction that holds the appointment's lock.
 * Those of one appointment that are due together, as after downtime, are one reminder. Blocks.
 */
@Singleton
class Reminders {

    private static final Logger LOG = LoggerFactory.getLogger(Reminders.class);

    /** Without those that somebody works on, and those that gave us trouble. */
    private static final String NEXT =
            AppointmentRows.SELECT
                    + """
                    join appointment_reminders r on r.appointment_id = a.id
                    where r.state = 'PENDING' and r.due_at <= now() and a.id <> all (?)
                    order by r.due_at limit 1 for update of a skip locked
                    """;

    /** Empty if it was changed since we looked, or is being changed. */
    private static final String CLAIM =
            """
            select now() as moment, ends_at > now() as worth_it from appointments
            where id = ? and updated_at = ? for update skip locked
            """;

    private static final String FIRE =
            """
            update appointment_reminders set state = ?, fired_at = now()
            where appointment_id = ? and state = 'PENDING' and due_at <= now()
            """;

    /** In milliseconds from now; negative for what is overdue. */
    private static final String WAIT =
            """
            select extract(epoch from min(due_at) - clock_timestamp()) * 1000
            from appointment_reminders where state = 'PENDING'
            """;

    private final TransactionOperations<Connection> transactions;
    private final AppointmentRows rows;
    private final Participants people;
    private final ReminderEvents events;
    private final Outbox outbox;
    private final PushQueue push;
    private final NotificationRecord record;
    private final ReminderMeters meters;
    private final Set<String> troubled = new HashSet<>();

    Reminders(
            @Named("notifications") TransactionOperations<Connection> transactions,
            AppointmentRows rows,
            Participants people,
            ReminderEvents events,
            Outbox outbox,
            PushQueue push,
            NotificationRecord record,
            ReminderMeters meters) {
        this.transactions = transactions;
        this.rows = rows;
        this.people = people;
        this.events = events;
        this.outbox = outbox;
        this.push = push;
        this.record = record;
        this.meters = meters;
    }

    /**
     * Fires what has been due for the longest time.
     *
     * @return whether there was something
     * @throws dev.wardcast.kit.problem.ProblemException while nobody can say who may be told
     */
    boolean fireNext() {
        Optional<Due> next = next();
        if (next.isEmpty()) {
            return false;
        }
        Due due = next.get();
        try {
            Appointment appointment = read(due.id());
            // Asked before the transaction, which must not wait for Redis.
            Set<String> told = new HashSet<>(appointment.participants());
            told.removeAll(people.without(told, appointment.patientId()));
            fire(appointment, due.version(), told);
        } catch (VaultException unreadable) {
            // The others must not wait for it.
            LOG.error("appointment {}: {}", due.id(), unreadable.getMessage());
            troubled.add(due.id());
        }
        return true;
    }

    /** What gave trouble is tried again from now on. */
    void forgive() {
        troubled.clear();
    }

    private record Due(String id, OffsetDateTime version) {}

    private Optional<Due> next() {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            try (PreparedStatement select = tx.prepareStatement(NEXT)) {
                select.setArray(1, tx.createArrayOf("text", troubled.toArray(String[]::new)));
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new Due(
                                            row.getString("id"),
                                            row.getObject("updated_at", OffsetDateTime.class)))
                            : Optional.empty();
                }
            }
        });
    }

    private Appointment read(String id) {
        return transactions.executeRead(status -> {
            Connection tx = status.getConnection();
            try (PreparedStatement select =
                    tx.prepareStatement(AppointmentRows.SELECT + "where a.id = ?")) {
                select.setString(1, id);
                return rows.read(tx, select).getFirst();
            }
        });
    }

    private void fire(Appointment appointment, OffsetDateTime version, Set<String> told) {
        transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            try (PreparedStatement claim = tx.prepareStatement(CLAIM)) {
                claim.setString(1, appointment.id());
                claim.setObject(2, version);
                try (ResultSet row = claim.executeQuery()) {
                    if (row.next()) {
                        Instant now = AppointmentRows.instant(row, "moment");
                        fire(tx, appointment, row.getBoolean("worth_it"), now, told);
                    }
                }
            }
            return appointment;
        });
    }

    private void fire(
            Connection tx, Appointment appointment, boolean worthIt, Instant now, Set<String> told)
            throws SQLException {
        int fired;
        try (PreparedStatement update = tx.prepareStatement(FIRE)) {
            update.setString(1, worthIt ? "FIRED" : "MISSED");
            update.setString(2, appointment.id());
            fired = update.executeUpdate();
        }
        if (fired == 0) {
            return;
        }
        if (!worthIt) {
            meters.missed(fired);
            return;
        }
        ReminderEvent event =
                ReminderEvent.of(
                        appointment.id(),
                        appointment.time().toString(),
                        appointment.content(),
                        now);
        List<NewEvent> toPublish = new ArrayList<>();
        List<NotificationRecord.Told> toKeep = new ArrayList<>();
        for (String user : new TreeSet<>(told)) {
            ReminderEvent theirs = event.withId(TimeOrderedIds.next());
            toPublish.add(events.forUser(user, theirs, appointment.patientId()));
            toKeep.add(events.kept(user, theirs, appointment.patientId()));
        }
        record.add(tx, toKeep);
        outbox.add(tx, toPublish);
        push.tell(tx, told, PushKind.REMINDER);
        meters.fired(due(appointment, now), now);
    }

    private static Instant due(Appointment appointment, Instant now) {
        return appointment.reminders().stream()
                .filter(one -> one.state().equals("PENDING") && !one.dueAt().isAfter(now))
                .map(Appointment.Reminder::dueAt)
                .findFirst()
                .orElse(now);
    }

    /** Until the next one is due; {@code atMost} if none is before. */
    long waitMillis(long atMost) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(WAIT);
                    ResultSet row = select.executeQuery()) {
                row.next();
                double millis = row.getDouble(1);
                return row.wasNull() ? atMost : Math.min(atMost, (long) Math.ceil(millis));
            }
        });
    }
}
