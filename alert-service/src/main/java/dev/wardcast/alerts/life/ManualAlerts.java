package dev.wardcast.alerts.life;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.StoryEntry.What;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Raises alerts that no rule raises. From then on they live like all others. */
public final class ManualAlerts {

    /** Where there is a rule's name for others. */
    static final String RULE = "manual";

    private static final String INSERT =
            """
            insert into alerts (id, patient_id, rule_id, vital_type, tier, condition, vitals_window,
                threshold, reasons, recipients, context, opened_at, updated_at, raised_by,
                idempotency_key)
            values (?, ?, ?, ?, ?, 'ACTIVE', '{}', '{}', ?, ?, ?::jsonb, now(), now(), ?, ?)
            on conflict (raised_by, idempotency_key) where idempotency_key is not null do nothing
            """;

    private final Database database;
    private final AlertRows rows;
    private final AlertStory story;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final AlertEvents events;
    private final JsonMapper json;

    public ManualAlerts(
            Database database, AlertStory story, AuditTrail audit, Outbox outbox, JsonMapper json) {
        this.database = database;
        this.rows = new AlertRows(json);
        this.story = story;
        this.audit = audit;
        this.outbox = outbox;
        this.events = new AlertEvents(json);
        this.json = json;
    }

    /**
     * @param isNew whether this call raised it, not an earlier one with the same key
     */
    public record Outcome(String alertId, boolean isNew) {}

    /**
     * @throws ProblemException 409 if the key was used for something else
     */
    public Outcome raise(NewAlert alert, Person by) throws SQLException {
        return database.write(tx -> {
            String id = TimeOrderedIds.next();
            if (!insert(tx, id, alert, by)) {
                return earlier(tx, alert, by);
            }
            StoredAlert stored = rows.lock(tx, id).orElseThrow();
            story.add(tx, List.of(StoryEntry.by(by, id, What.OPENED, Map.of())));
            Deadlines.start(tx, List.of(id));
            audit.record(
                    tx,
                    AuditEntry.of(by.actor(), AuditAction.ALERT_RAISED)
                            .on("alert", id)
                            .patient(alert.patientId()));
            AlertPayload payload = AlertPayload.byHand(stored, AlertHandling.now(tx));
            outbox.add(tx, List.of(events.byHand(payload)));
            return new Outcome(id, true);
        });
    }

    private boolean insert(Connection tx, String id, NewAlert alert, Person by)
            throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
            insert.setString(1, id);
            insert.setString(2, alert.patientId());
            insert.setString(3, RULE);
            insert.setString(4, alert.vitalType());
            insert.setString(5, alert.tier().name());
            insert.setArray(6, tx.createArrayOf("text", alert.reasons().toArray(String[]::new)));
            insert.setArray(7, tx.createArrayOf("text", alert.recipients().toArray(String[]::new)));
            insert.setString(8, text(alert.context()));
            insert.setString(9, by.userId());
            insert.setString(10, alert.idempotencyKey());
            return insert.executeUpdate() == 1;
        }
    }

    private Outcome earlier(Connection tx, NewAlert alert, Person by) throws SQLException {
        try (PreparedStatement select =
                tx.prepareStatement(
                        """
                        select id, patient_id = ? and tier = ? and vital_type is not distinct from ?
                            and reasons = ? and recipients = ? and context = ?::jsonb from alerts
                        where raised_by = ? and idempotency_key = ?
                        """)) {
            select.setString(1, alert.patientId());
            select.setString(2, alert.tier().name());
            select.setString(3, alert.vitalType());
            select.setArray(4, tx.createArrayOf("text", alert.reasons().toArray(String[]::new)));
            select.setArray(5, tx.createArrayOf("text", alert.recipients().toArray(String[]::new)));
            select.setString(6, text(alert.context()));
            select.setString(7, by.userId());
            select.setString(8, alert.idempotencyKey());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (!row.getBoolean(2)) {
                    throw ProblemException.conflict(
                            "idempotency_key_reused",
                            "idempotency_key (expected: one that was not used for another alert)");
                }
                return new Outcome(row.getString(1), false);
            }
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
