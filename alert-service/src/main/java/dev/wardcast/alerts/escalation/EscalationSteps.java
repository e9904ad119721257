package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.AlertPayload;
import dev.wardcast.alerts.life.AlertRows;
import dev.wardcast.alerts.life.AlertStory;
import dev.wardcast.alerts.life.AlertUpdate;
import dev.wardcast.alerts.life.StoredAlert;
import dev.wardcast.alerts.life.StoryEntry;
import dev.wardcast.alerts.life.StoryEntry.What;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.outbox.Outbox;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes steps that are due, each exactly once on whichever node comes first: the step, its event
 * and the next deadline are one transaction that holds the alert's lock.
 */
final class EscalationSteps {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationSteps.class);

    /**
     * Both rows are locked, so what was read is what holds; one that somebody else works on is left
     * to them. Nothing here ever waits for a lock, so nobody can wait for us in a circle.
     */
    private static final String CLAIM =
            """
            select a.*, e.round, e.step, e.roles as step_roles, e.due_at, now() as moment
            from escalations e join alerts a on a.id = e.alert_id
            where e.due_at <= now()
            order by e.due_at limit 1 for update of a, e skip locked
            """;

    /** The deadlines stand in an array that begins at 1 and ends with that of being unattended. */
    private static final String ADVANCE =
            """
            update escalations set step = step + 1,
                due_at = started_at + make_interval(secs => after_seconds[step + 2])
            where alert_id = ?
            """;

    private static final Argument<List<List<String>>> ROLES =
            Argument.listOf(Argument.listOf(String.class));

    private final Database database;
    private final AlertRows rows;
    private final AlertStory story;
    private final Outbox outbox;
    private final AlertEvents events;
    private final EscalationMeters meters;
    private final JsonMapper json;

    EscalationSteps(
            Database database,
            AlertStory story,
            Outbox outbox,
            EscalationMeters meters,
            JsonMapper json) {
        this.database = database;
        this.rows = new AlertRows(json);
        this.story = story;
        this.outbox = outbox;
        this.events = new AlertEvents(json);
        this.meters = meters;
        this.json = json;
    }

    /**
     * @param step how many steps were taken before
     * @param roles of each step of the policy
     */
    private record Due(
            StoredAlert alert,
            int round,
            int step,
            List<List<String>> roles,
            Instant dueAt,
            Instant now) {}

    /**
     * Takes the step that has been due for the longest time. After downtime the steps of an alert
     * come one after the other, in their order.
     *
     * @return whether there was one that nobody else works on
     */
    boolean takeNext() throws SQLException {
        Optional<Due> taken =
                database.write(tx -> {
                    Optional<Due> due = claim(tx);
                    if (due.isPresent()) {
                        take(tx, due.get());
                    }
                    return due;
                });
        taken.filter(due -> due.alert().open())
                .ifPresent(due -> meters.stepTaken(Duration.between(due.dueAt(), due.now())));
        return taken.isPresent();
    }

    private void take(Connection tx, Due due) throws SQLException {
        String alertId = due.alert().alertId();
        if (!due.alert().open()) {
            // Whoever answers or clears stops the escalation too; this is for what no code foresaw.
            LOG.warn("alert {}: its escalation outlived it and is stopped", alertId);
            run(tx, "update escalations set due_at = null where alert_id = ?", alertId);
            return;
        }
        run(tx, ADVANCE, alertId);
        if (due.step() < due.roles().size()) {
            escalate(tx, due, due.roles().get(due.step()));
        } else {
            leaveToAdmins(tx, due);
        }
    }

    private void escalate(Connection tx, Due due, List<String> roles) throws SQLException {
        StoredAlert alert = due.alert();
        run(
                tx,
                "update alerts set escalated_at = coalesce(escalated_at, now()) where id = ?",
                alert.alertId());
        call(tx, due, roles);
        story.add(
                tx,
                List.of(
                        StoryEntry.now(
                                alert.alertId(),
                                What.ESCALATED,
                                Map.of("step", due.step() + 1, "roles", roles))));
        List<String> recipients =
                roles.stream().map(role -> role.toLowerCase(Locale.ROOT)).toList();
        AlertPayload payload = AlertPayload.escalated(alert, recipients, due.now());
        outbox.add(tx, List.of(events.escalated(payload, due.round(), due.step())));
    }

    private void leaveToAdmins(Connection tx, Due due) throws SQLException {
        String alertId = due.alert().alertId();
        run(
                tx,
                "update alerts set unattended_at = coalesce(unattended_at, now()) where id = ?",
                alertId);
        call(tx, due, List.of(Role.ADMIN.name()));
        story.add(tx, List.of(StoryEntry.now(alertId, What.UNATTENDED, Map.of())));
        AlertUpdate update = AlertUpdate.of(due.alert(), What.UNATTENDED, due.now(), null);
        NewEvent toAdmins = events.forAdmins(alertId + ".unattended." + due.round(), update);
        outbox.add(tx, List.of(events.updated(update), toAdmins));
        meters.unattended();
    }

    /** Who they are is found outside of this transaction, which must not wait for Redis. */
    private static void call(Connection tx, Due due, List<String> roles) throws SQLException {
        try (PreparedStatement insert =
                tx.prepareStatement(
                        "insert into escalation_calls (alert_id, round, step, roles)"
                                + " values (?, ?, ?, ?)")) {
            insert.setString(1, due.alert().alertId());
            insert.setInt(2, due.round());
            insert.setInt(3, due.step());
            insert.setArray(4, tx.createArrayOf("text", roles.toArray(String[]::new)));
            insert.executeUpdate();
        }
    }

    private Optional<Due> claim(Connection tx) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(CLAIM);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Due(
                            rows.read(row),
                            row.getInt("round"),
                            row.getInt("step"),
                            roles(row),
                            row.getObject("due_at", OffsetDateTime.class).toInstant(),
                            row.getObject("moment", OffsetDateTime.class).toInstant()));
        }
    }

    /** Policies are checked when they are written, so this can't be read only if somebody erred. */
    private List<List<String>> roles(ResultSet row) throws SQLException {
        try {
            return Objects.requireNonNull(json.readValue(row.getString("step_roles"), ROLES));
        } catch (IOException e) {
            LOG.error(
                    "alert {}: its steps can't be read, so it goes to the admins",
                    row.getString("id"),
                    e);
            return List.of();
        }
    }

    private static void run(Connection tx, String sql, String alertId) throws SQLException {
        try (PreparedStatement update = tx.prepareStatement(sql)) {
            update.setString(1, alertId);
            update.executeUpdate();
        }
    }
}
