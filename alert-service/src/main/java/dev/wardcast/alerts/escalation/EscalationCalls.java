package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.AlertRows;
import dev.wardcast.alerts.life.AlertStory;
import dev.wardcast.alerts.life.StoredAlert;
import dev.wardcast.alerts.life.StoryEntry;
import dev.wardcast.alerts.life.StoryEntry.What;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.outbox.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each person whom a step concerns, on their own notification stream. Who that is, is asked
 * when the step was taken, not when the alert opened; while nobody can say it is asked again, and
 * an answer that came meanwhile makes the call needless.
 */
final class EscalationCalls {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationCalls.class);
    private static final int AT_ONCE = 100;
    private static final long ANSWER_MILLIS = 2_000;

    private static final String DUE =
            """
            select c.id, c.roles, a.patient_id
            from escalation_calls c join alerts a on a.id = c.alert_id
            where c.due_at <= now() order by c.due_at, c.id limit
            """
                    + AT_ONCE;

    private static final String CLAIM =
            """
            select a.*, c.round as call_round, c.step as call_step, c.roles as call_roles,
                e.round as round_now, e.called, now() as moment
            from escalation_calls c join alerts a on a.id = c.alert_id
                join escalations e on e.alert_id = c.alert_id
            where c.id = ? for update of a, c, e skip locked
            """;

    private final Database database;
    private final Directory directory;
    private final AlertRows rows;
    private final AlertStory story;
    private final Outbox outbox;
    private final AlertEvents events;
    private final EscalationMeters meters;

    EscalationCalls(
            Database database,
            Directory directory,
            AlertRows rows,
            AlertStory story,
            Outbox outbox,
            AlertEvents events,
            EscalationMeters meters) {
        this.database = database;
        this.directory = directory;
        this.rows = rows;
        this.story = story;
        this.outbox = outbox;
        this.events = events;
        this.meters = meters;
    }

    private record Call(long id, String patientId, Set<Role> roles) {}

    /**
     * Makes the calls that are due.
     *
     * @return whether there may be more
     */
    boolean make() throws SQLException, InterruptedException {
        List<Call> due = database.read(EscalationCalls::due);
        for (Call call : due) {
            try {
                Set<String> people =
                        directory
                                .whoMaySee(call.patientId(), call.roles())
                                .toCompletableFuture()
                                .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
                int called = database.write(tx -> make(tx, call, people));
                meters.called(called);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("call {}: nobody can say whom, asking again: {}", call.id(), e.toString());
                meters.undecided();
                postpone(call);
            }
        }
        return due.size() == AT_ONCE;
    }

    private int make(Connection tx, Call call, Set<String> people) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(CLAIM)) {
            select.setLong(1, call.id());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    // Another node makes it, or somebody answers at this moment.
                    return 0;
                }
                StoredAlert alert = rows.read(row);
                boolean stillSo =
                        alert.open() && row.getInt("round_now") == row.getInt("call_round");
                int told = stillSo ? tell(tx, row, alert, people) : 0;
                delete(tx, call);
                return told;
            }
        }
    }

    private int tell(Connection tx, ResultSet row, StoredAlert alert, Set<String> people)
            throws SQLException {
        Set<String> newlyConcerned = new TreeSet<>(people);
        Arrays.asList((String[]) row.getArray("called").getArray()).forEach(newlyConcerned::remove);
        String[] roles = (String[]) row.getArray("call_roles").getArray();
        int round = row.getInt("call_round");
        int step = row.getInt("call_step");
        Instant now = row.getObject("moment", OffsetDateTime.class).toInstant();
        try (PreparedStatement update =
                tx.prepareStatement(
                        "update escalations set called = called || ? where alert_id = ?")) {
            update.setArray(1, tx.createArrayOf("text", newlyConcerned.toArray(String[]::new)));
            update.setString(2, alert.alertId());
            update.executeUpdate();
        }
        story.add(
                tx,
                List.of(
                        StoryEntry.now(
                                alert.alertId(),
                                What.CALLED,
                                Map.of(
                                        "step",
                                        step + 1,
                                        "roles",
                                        List.of(roles),
                                        "users",
                                        List.copyOf(newlyConcerned)))));
        List<NewEvent> notices = new ArrayList<>();
        for (String userId : newlyConcerned) {
            String id = Notices.id(alert, round, step, userId);
            notices.addAll(events.notice(userId, Notices.of(id, alert, Set.of(roles), now)));
        }
        outbox.add(tx, notices);
        return newlyConcerned.size();
    }

    private static List<Call> due(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DUE);
                ResultSet row = select.executeQuery()) {
            List<Call> calls = new ArrayList<>();
            while (row.next()) {
                Set<Role> roles = EnumSet.noneOf(Role.class);
                for (String name : (String[]) row.getArray(2).getArray()) {
                    roles.add(Role.valueOf(name));
                }
                calls.add(new Call(row.getLong(1), row.getString(3), roles));
            }
            return calls;
        }
    }

    private void postpone(Call call) throws SQLException {
        update(
                "update escalation_calls set due_at = now() + interval '1 second' where id = ?",
                call);
    }

    private static void delete(Connection tx, Call call) throws SQLException {
        try (PreparedStatement delete =
                tx.prepareStatement("delete from escalation_calls where id = ?")) {
            delete.setLong(1, call.id());
            delete.executeUpdate();
        }
    }

    private void update(String sql, Call call) throws SQLException {
        database.read(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, call.id());
                return update.executeUpdate();
            }
        });
    }
}
