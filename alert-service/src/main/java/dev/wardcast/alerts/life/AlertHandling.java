package dev.wardcast.alerts.life;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.StoryEntry.What;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.problem.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What people do about an alert besides acknowledging it. Each is the row, the story, the audit and
 * the event in one transaction that holds the alert's lock. Whether they may was decided before.
 */
public final class AlertHandling {

    private final Database database;
    private final AlertRows rows;
    private final Acknowledgements acknowledgements;
    private final AlertStory story;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final AlertEvents events;

    public AlertHandling(
            Database database,
            AlertRows rows,
            Acknowledgements acknowledgements,
            AlertStory story,
            AuditTrail audit,
            Outbox outbox,
            AlertEvents events) {
        this.database = database;
        this.rows = rows;
        this.acknowledgements = acknowledgements;
        this.story = story;
        this.audit = audit;
        this.outbox = outbox;
        this.events = events;
    }

    /**
     * Calls nobody more for that long. It is about this alert at this tier: a rise ends it, and
     * other alerts know nothing of it.
     *
     * @param minutes from now, whatever was left of an earlier one; 0 ends it
     * @throws ProblemException 409 if nobody would be called anyway
     */
    public AlertUpdate snooze(String alertId, Person by, int minutes) throws SQLException {
        return database.write(tx -> {
            StoredAlert before = lock(tx, alertId);
            if (!before.active()) {
                throw ProblemException.conflict("alert_over", "The condition has ended.");
            }
            if (!before.unacked()) {
                throw ProblemException.conflict(
                        "alert_answered", "The alert is acknowledged; nobody is called.");
            }
            Deadlines.shift(tx, alertId, minutes * 60.0 - secondsLeft(tx, alertId));
            change(
                    tx,
                    "snoozed_until = case when ? > 0 then now() + make_interval(mins => ?) end",
                    alertId,
                    minutes,
                    minutes);
            What what = minutes > 0 ? What.SNOOZED : What.SNOOZE_ENDED;
            Map<String, Object> detail = Map.of("minutes", minutes);
            return done(tx, alertId, by, what, AuditAction.ALERT_SNOOZED, detail, null);
        });
    }

    /**
     * Puts the alert into somebody's hands, and tells them. It answers nothing: escalation goes on
     * until somebody acknowledges.
     *
     * @param userId {@code null}: into nobody's
     */
    public AlertUpdate assign(String alertId, Person by, @Nullable String userId)
            throws SQLException {
        return database.write(tx -> {
            StoredAlert before = lock(tx, alertId);
            What what = userId == null ? What.UNASSIGNED : What.ASSIGNED;
            if (Objects.equals(before.assignedTo(), userId)) {
                return AlertUpdate.of(before, what, now(tx), by);
            }
            change(tx, "assigned_to = ?", alertId, userId);
            Map<String, Object> detail = userId == null ? Map.of() : Map.of("assigned_to", userId);
            return done(tx, alertId, by, what, AuditAction.ALERT_ASSIGNED, detail, null);
        });
    }

    /** Ends the work on it; of one that nobody acknowledged it is the acknowledgement too. */
    public AlertUpdate resolve(String alertId, Person by, @Nullable String note)
            throws SQLException {
        return database.write(tx -> {
            StoredAlert before = lock(tx, alertId);
            if (before.resolved()) {
                return Resolution.find(tx, before);
            }
            if (before.unacked()) {
                acknowledgements.acknowledge(
                        tx,
                        new Acknowledgement(
                                alertId, before.patientId(), by, AckStatus.RESOLVED, note));
            } else {
                Resolution.record(tx, alertId, by, note);
                Deadlines.stop(tx, List.of(alertId));
            }
            return done(tx, alertId, by, What.RESOLVED, AuditAction.ALERT_RESOLVED, Map.of(), note);
        });
    }

    /** Says something about it. */
    public AlertUpdate comment(String alertId, Person by, String text) throws SQLException {
        return database.write(tx -> {
            lock(tx, alertId);
            Map<String, Object> detail = Map.of("text", text);
            return done(tx, alertId, by, What.COMMENTED, AuditAction.ALERT_COMMENTED, detail, text);
        });
    }

    private AlertUpdate done(
            Connection tx,
            String alertId,
            Person by,
            What what,
            AuditAction action,
            Map<String, Object> detail,
            @Nullable String text)
            throws SQLException {
        StoredAlert now = lock(tx, alertId);
        AlertUpdate update = AlertUpdate.of(now, what, now(tx), by).saying(text);
        story.add(tx, List.of(StoryEntry.by(by, alertId, what, detail)));
        audit.record(
                tx,
                AuditEntry.of(by.actor(), action).on("alert", alertId).patient(now.patientId()));
        List<NewEvent> announced = new ArrayList<>();
        announced.add(events.updated(update));
        if (what == What.ASSIGNED && !by.userId().equals(now.assignedTo())) {
            announced.addAll(events.assigned(now, Instant.parse(update.timestamp())));
        }
        outbox.add(tx, announced);
        return update;
    }

    private StoredAlert lock(Connection tx, String alertId) throws SQLException {
        return rows.lock(tx, alertId)
                .orElseThrow(() ->
                        ProblemException.notFound("unknown_alert", "There is no such alert."));
    }

    private static void change(
            Connection tx, String what, String alertId, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement update =
                tx.prepareStatement("update alerts set " + what + " where id = ?")) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.setString(values.length + 1, alertId);
            update.executeUpdate();
        }
    }

    private static double secondsLeft(Connection tx, String alertId) throws SQLException {
        try (PreparedStatement select =
                tx.prepareStatement(
                        """
                        select extract(epoch from greatest(coalesce(snoozed_until, now()), now()) - now())
                        from alerts where id = ?
                        """)) {
            select.setString(1, alertId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getDouble(1);
            }
        }
    }

    /** Behind the lock: a transaction that waited for it began before what it waited for. */
    static Instant now(Connection tx) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement("select clock_timestamp()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }
}
