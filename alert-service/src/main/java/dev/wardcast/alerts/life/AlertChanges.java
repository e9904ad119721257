package dev.wardcast.alerts.life;

import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** Of an end that was followed by a comeback only the comeback is left. */
    private static final String REPEAT =
            """
            update alerts set occurrences = occurrences + ?, updated_at = ?,
                cleared_at = coalesce(?, case when ? then null else cleared_at end),
                condition = case when ?::timestamptz is not null then 'CLEARED'
                    when ? then 'ACTIVE' else condition end
            where id = ?
            """;

    private static final String RESOLVED =
            """
            update alerts set response = 'UNACKED', acknowledged_by = null,
                acknowledged_role = null, ack_status = null, ack_note = null,
                acknowledged_at = null
            where id = any (?) and response = 'RESOLVED' returning id
            """;

    /** Whoever acknowledged the lower tier has not seen this one. */
    private static final String RISE =
            """
            update alerts set tier = ?, vitals_window = ?, message = ?, context = ?::jsonb,
                response = 'UNACKED', acknowledged_by = null, acknowledged_role = null,
                ack_status = null, ack_note = null, acknowledged_at = null
            where id = ?
            """;

    private final JsonMapper json;

    public AlertChanges(JsonMapper json) {
        this.json = json;
    }

    /** Alerts that ended first, so that a new one of the same condition finds no open one. */
    public void write(Connection tx, Collection<AlertChange> changes) throws SQLException {
        List<AlertChange> known = changes.stream().filter(change -> !change.isNew()).toList();
        update(tx, known);
        rise(tx, known.stream().map(AlertChange::raised).filter(Objects::nonNull).toList());
        insert(tx, changes.stream().filter(AlertChange::isNew).toList());
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
                update.setString(7, change.alertId());
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
                update.setArray(2, tx.createArrayOf("float8", raised.vitalsWindow().toArray()));
                update.setString(3, raised.message());
                update.setString(4, text(raised.context()));
                update.setString(5, raised.alertId());
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
                insert.setString(1, change.alertId());
                insert.setString(2, raised.patientId());
                insert.setString(3, raised.rule().id());
                insert.setString(4, raised.vitalType());
                insert.setString(5, raised.tier().name());
                insert.setString(6, change.clearedAt() == null ? "ACTIVE" : "CLEARED");
                insert.setString(7, raised.rule().alertType());
                insert.setString(8, raised.message());
                insert.setArray(9, tx.createArrayOf("float8", raised.vitalsWindow().toArray()));
                insert.setString(10, text(raised.threshold()));
                insert.setArray(11, tx.createArrayOf("text", raised.reasons().toArray()));
                insert.setArray(12, tx.createArrayOf("text", raised.rule().recipients().toArray()));
                insert.setString(13, text(raised.context()));
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
