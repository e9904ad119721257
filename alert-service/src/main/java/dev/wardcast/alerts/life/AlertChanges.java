package dev.wardcast.alerts.life;

import dev.wardcast.alerts.life.StoryEntry.What;
import dev.wardcast.alerts.rules.AlertText;
import dev.wardcast.kit.sql.Statements;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
            select id, patient_id, rule_id, vital_type, tier, condition, alert_type, message,
                vitals_window, threshold, reasons, recipients, context, opened_at, updated_at,
                cleared_at, occurrences, subject
            from jsonb_to_recordset(?::jsonb) as opened(id text, patient_id text, rule_id text,
                vital_type text, tier text, condition text, alert_type text, message text,
                vitals_window float8[], threshold jsonb, reasons text[], recipients text[],
                context jsonb, opened_at timestamptz, updated_at timestamptz,
                cleared_at timestamptz, occurrences int, subject text)
            """;

    /**
     * With what was measured last: whoever is called later must not be told what was hours ago. Of
     * an end that was followed by a comeback only the comeback is left.
     */
    private static final String REPEAT =
            """
            update alerts set occurrences = alerts.occurrences + change.occurrences,
                updated_at = change.updated_at,
                cleared_at = coalesce(change.cleared_at,
                    case when change.reopened then null else alerts.cleared_at end),
                condition = case when change.cleared_at is not null then 'CLEARED'
                    when change.reopened then 'ACTIVE' else alerts.condition end,
                vitals_window = coalesce(change.vitals_window, alerts.vitals_window),
                message = coalesce(change.message, alerts.message),
                reasons = coalesce(change.reasons, alerts.reasons),
                threshold = coalesce(change.threshold, alerts.threshold),
                context = coalesce(change.context, alerts.context)
            from (
                select * from jsonb_to_recordset(?::jsonb) as changes(id text, occurrences int,
                    updated_at timestamptz, cleared_at timestamptz, reopened boolean,
                    vitals_window float8[], message text, context jsonb, reasons text[],
                    threshold jsonb)
                limit ?) change
            where alerts.id = change.id
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
            update alerts set tier = risen.tier, response = 'UNACKED', acknowledged_by = null,
                acknowledged_role = null, ack_status = null, ack_note = null, acknowledged_at = null,
                resolved_by = null, resolved_role = null, resolved_at = null, resolve_note = null,
                snoozed_until = null
            from unnest(?::text[], ?::text[]) as risen(id, tier)
            where alerts.id = risen.id
            """;

    private final AlertStory story;
    private final JsonMapper json;

    public AlertChanges(AlertStory story, JsonMapper json) {
        this.story = story;
        this.json = json;
    }

    /** Alerts that ended first, so that a new one of the same condition finds no open one. */
    public void write(Statements tx, Collection<AlertChange> changes) {
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
            update.setArray(1, tx.createArrayOf("text", alertIds.toArray(String[]::new)));
            try (ResultSet row = update.executeQuery()) {
                Set<String> ids = new HashSet<>();
                while (row.next()) {
                    ids.add(row.getString(1));
                }
                return ids;
            }
        }
    }

    private void update(Statements tx, List<AlertChange> changes) {
        if (!changes.isEmpty()) {
            // So that the planner does not expect more of them than there are.
            tx.add(
                    REPEAT,
                    values ->
                            values.set(rows(changes, AlertChanges::repeated)).set(changes.size()));
        }
    }

    private static void rise(Statements tx, List<Raised> risen) {
        if (!risen.isEmpty()) {
            tx.add(
                    RISE,
                    values ->
                            values.texts(risen, Raised::alertId)
                                    .texts(risen, raised -> raised.tier().name()));
        }
    }

    private void insert(Statements tx, List<AlertChange> opened) {
        if (!opened.isEmpty()) {
            tx.add(INSERT, values -> values.set(rows(opened, AlertChanges::opened)));
        }
    }

    private static Map<String, Object> repeated(AlertChange change) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", change.alertId());
        row.put("occurrences", change.occurrences());
        row.put("updated_at", change.updatedAt().toString());
        row.put("cleared_at", text(change.clearedAt()));
        row.put("reopened", change.reopened());
        Raised latest = change.latest();
        if (latest != null) {
            AlertText text = latest.text();
            row.put("vitals_window", text.values());
            row.put("message", text.message());
            row.put("context", latest.context(text));
            row.put("reasons", text.reasons());
            row.put("threshold", text.threshold());
        }
        return row;
    }

    private static Map<String, Object> opened(AlertChange change) {
        Raised raised = Objects.requireNonNull(change.raised());
        Raised latest = Objects.requireNonNull(change.latest());
        Map<String, Object> row = new HashMap<>();
        row.put("id", change.alertId());
        row.put("patient_id", raised.patientId());
        row.put("rule_id", raised.rule().id());
        row.put("vital_type", raised.vitalType());
        row.put("tier", raised.tier().name());
        row.put("condition", change.clearedAt() == null ? "ACTIVE" : "CLEARED");
        row.put("alert_type", raised.rule().alertType());
        row.put("message", latest.message());
        row.put("vitals_window", latest.vitalsWindow());
        row.put("threshold", latest.threshold());
        row.put("reasons", latest.reasons());
        row.put("recipients", raised.rule().recipients());
        row.put("context", latest.context());
        row.put("opened_at", text(change.openedAt()));
        row.put("updated_at", change.updatedAt().toString());
        row.put("cleared_at", text(change.clearedAt()));
        row.put("occurrences", change.occurrences());
        row.put("subject", raised.subject());
        return row;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** Lists and objects in columns do not travel as arrays. */
    private String rows(
            List<AlertChange> changes, Function<AlertChange, Map<String, Object>> columns) {
        try {
            return json.writeValueAsString(changes.stream().map(columns).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
