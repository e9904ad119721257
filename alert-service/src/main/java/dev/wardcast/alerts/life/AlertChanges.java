package dev.wardcast.alerts.life;

import dev.wardcast.alerts.life.StoryEntry.What;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what batches of samples made of alerts. */
public final class AlertChanges {

    private static final String INSERT =
            """
            insert into alerts (id, patient_id, rule_id, vital_type, tier, condition, alert_type,
                message, vitals_window, threshold, reasons, recipients, context, opened_at,
                updated_at, cleared_at, occurrences, subject)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
            """;

    /**
     * With what was measured last: whoever is called later must not be told what was hours ago. Of
     * an end that was followed by a comeback only the comeback is left.
     */
    private static final String REPEAT =
            """
            update alerts set occurrences = occurrences + ?, updated_at = ?,
                cleared_at = coalesce(?, case when ? then null else cleared_at end),
                condition = case when ?::timestamptz is not null then 'CLEARED'
                    when ? then 'ACTIVE' else condition end,
                vitals_window = coalesce(?, vitals_window), message = coalesce(?, message),
                context = coalesce(?::jsonb, context)
            where id = ?
            """;

    private static final String RESOLVED =
            """
            update alerts set response = 'UNACKED', acknowledged_by = null,
                acknowledged_role = null, ack_status = null, ack_note = null,
                acknowledged_at = null, resolved_by = null, resolved_role = null,
                resolved_at = null, resolve_note = null
            where id = any (?) and response = 'RESOLVED' returning id
            """;

    /** Whoever acknowledged the lower tier has not seen this one. */
    private static final String RISE =
            """
            update alerts set tier = ?, response = 'UNACKED', acknowledged_by = null,
                acknowledged_role = null, ack_status = null, ack_note = null, acknowledged_at = null,
                resolved_by = null, resolved_role = null, resolved_at = null, resolve_note = null,
                snoozed_until = null
            where id = ?
            """;

    private final AlertStory story;
    private final JsonMapper json;

    public AlertChanges(AlertStory story, JsonMapper json) {
        this.story = story;
        this.json = json;
    }

    /** Alerts that ended first, so that a new one of the same condition finds no open one. */
    public void write(Connection tx, Collection<AlertChange> changes) throws SQLException {
        List<AlertChange> known = changes.stream().filter(change -> !change.isNew()).toList();
        update(tx, known);
        rise(tx, known.stream().map(AlertChange::raised).filter(Objects::nonNull).toList());
        insert(tx, changes.stream().filter(AlertChange::isNew).toList());
        story.add(tx, changes.stream().flatMap(AlertChanges::told).toList());
        Deadlines.stop(tx, ids(changes, change -> change.clearedAt() != null));
        Deadlines.start(
                tx,
                ids(
                        changes,
                        change ->
                                (change.raised() != null || change.reopened())
                                        && change.clearedAt() == null));
    }

    private static List<String> ids(Collection<AlertChange> changes, Predicate<AlertChange> which) {
        return changes.stream().filter(which).map(AlertChange::alertId).toList();
    }

    private static Stream<StoryEntry> told(AlertChange change) {
        Raised raised = change.raised();
        Stream.Builder<StoryEntry> entries = Stream.builder();
        if (raised != null) {
            What what = change.isNew() ? What.OPENED : What.ROSE;
            entries.add(StoryEntry.at(raised.at(), change.alertId(), what, raised.tier()));
        }
        if (change.reopened()) {
            entries.add(StoryEntry.at(change.updatedAt(), change.alertId(), What.REOPENED, null));
        }
        Instant cleared = change.clearedAt();
        if (cleared != null) {
            entries.add(StoryEntry.at(cleared, change.alertId(), What.CLEARED, null));
        }
        return entries.build();
    }

    /**
     * Takes the word of those who had put these alerts away, because their conditions are back.
     *
     * @return the ids of those that somebody had
     */
    public Set<String> resolved(Connection tx, List<String> alertIds) throws SQLException {
        try (PreparedStatement update = tx.prepareStatement(RESOLVED)) {
            update.setArray(1, tx.createArrayOf("text", alertIds.toArray()));
            try (ResultSet row = update.executeQuery()) {
                Set<String> ids = new HashSet<>();
                while (row.next()) {
                    ids.add(row.getString(1));
                }
                return ids;
            }
        }
    }

    private void update(Connection tx, List<AlertChange> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement update = tx.prepareStatement(REPEAT)) {
            for (AlertChange change : changes) {
                update.setInt(1, change.occurrences());
                update.setObject(2, time(change.updatedAt()));
                update.setObject(3, time(change.clearedAt()), Types.TIMESTAMP_WITH_TIMEZONE);
                update.setBoolean(4, change.reopened());
                update.setObject(5, time(change.clearedAt()), Types.TIMESTAMP_WITH_TIMEZONE);
                update.setBoolean(6, change.reopened());
                Raised latest = change.latest();
                update.setArray(7, latest == null ? null : window(tx, latest));
                update.setString(8, latest == null ? null : latest.message());
                update.setString(9, latest == null ? null : text(latest.context()));
                update.setString(10, change.alertId());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void rise(Connection tx, List<Raised> risen) throws SQLException {
        if (risen.isEmpty()) {
            return;
        }
        try (PreparedStatement update = tx.prepareStatement(RISE)) {
            for (Raised raised : risen) {
                update.setString(1, raised.tier().name());
                update.setString(2, raised.alertId());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private void insert(Connection tx, List<AlertChange> opened) throws SQLException {
        if (opened.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
            for (AlertChange change : opened) {
                Raised raised = Objects.requireNonNull(change.raised());
                Raised latest = Objects.requireNonNull(change.latest());
                insert.setString(1, change.alertId());
                insert.setString(2, raised.patientId());
                insert.setString(3, raised.rule().id());
                insert.setString(4, raised.vitalType());
                insert.setString(5, raised.tier().name());
                insert.setString(6, change.clearedAt() == null ? "ACTIVE" : "CLEARED");
                insert.setString(7, raised.rule().alertType());
                insert.setString(8, latest.message());
                insert.setArray(9, window(tx, latest));
                insert.setString(10, text(raised.threshold()));
                insert.setArray(11, tx.createArrayOf("text", raised.reasons().toArray()));
                insert.setArray(12, tx.createArrayOf("text", raised.rule().recipients().toArray()));
                insert.setString(13, text(latest.context()));
                insert.setObject(14, time(change.openedAt()));
                insert.setObject(15, time(change.updatedAt()));
                insert.setObject(16, time(change.clearedAt()));
                insert.setInt(17, change.occurrences());
                insert.setString(18, raised.subject());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Array window(Connection tx, Raised raised) throws SQLException {
        return tx.createArrayOf("float8", raised.vitalsWindow().toArray());
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
