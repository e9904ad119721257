package dev.wardcast.alerts.life;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records acknowledgements. The first one stays, until a rise in tier asks for another. */
public final class Acknowledgements {

    private final Database database;
    private final AlertStory story;
    private final AuditTrail audit;
    private final Outbox outbox;
    private final AlertEvents events;

    public Acknowledgements(
            Database database,
            AlertStory story,
            AuditTrail audit,
            Outbox outbox,
            AlertEvents events) {
        this.database = database;
        this.story = story;
        this.audit = audit;
        this.outbox = outbox;
        this.events = events;
    }

    /** What became of it. */
    public sealed interface Result {
        /**
         * @param first whether it is this one that counts, not one made before
         */
        record Done(AckPayload ack, boolean first) implements Result {}

        record NoSuchAlert() implements Result {}

        record OfAnotherPatient() implements Result {}
    }

    /**
     * Acknowledges. Of two at once, one is first and the other gets the first one's answer: the
     * alert's row is locked in between.
     */
    public Result acknowledge(Acknowledgement request) throws SQLException {
        return database.write(tx -> acknowledge(tx, request));
    }

    /** In a transaction that does more. */
    Result acknowledge(Connection tx, Acknowledgement request) throws SQLException {
        Found found = lock(tx, request.alertId());
        if (found == null) {
            return new Result.NoSuchAlert();
        }
        if (!found.patientId().equals(request.patientId())) {
            return new Result.OfAnotherPatient();
        }
        if (found.standing() != null) {
            return new Result.Done(found.standing(), false);
        }
        OffsetDateTime at = record(tx, request);
        if (request.status().response().equals("RESOLVED")) {
            Resolution.record(tx, request.alertId(), request.by(), request.note());
        }
        AckPayload ack =
                payload(
                        request.alertId(),
                        found.patientId(),
                        found.tier(),
                        at,
                        request.by().role(),
                        request.status().wireName(),
                        request.note());
        boolean again = remember(tx, request, found.tier(), at) > 1;
        Deadlines.stop(tx, List.of(request.alertId()));
        String status = request.status().wireName();
        story.add(
                tx,
                List.of(
                        StoryEntry.by(
                                request.by(),
                                request.alertId(),
                                StoryEntry.What.ACKNOWLEDGED,
                                Map.of("status", status))));
        audit.record(
                tx,
                AuditEntry.of(request.by().actor(), AuditAction.ALERT_ACKNOWLEDGED)
                        .on("alert", request.alertId())
                        .patient(found.patientId())
                        .detail(status));
        outbox.add(tx, List.of(events.acknowledged(ack, found.tier(), again)));
        return new Result.Done(ack, true);
    }

    private record Found(String patientId, Tier tier, @Nullable AckPayload standing) {}

    private static @Nullable Found lock(Connection tx, String alertId) throws SQLException {
        try (PreparedStatement select =
                tx.prepareStatement(
                        """
                        select patient_id, tier, response, acknowledged_at, acknowledged_role,
                            ack_status, ack_note
                        from alerts where id = ? for update
                        """)) {
            select.setString(1, alertId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                String patientId = row.getString(1);
                Tier tier = Tier.valueOf(row.getString(2));
                AckPayload standing =
                        row.getString(3).equals("UNACKED")
                                ? null
                                : payload(
                                        alertId,
                                        patientId,
                                        tier,
                                        row.getObject(4, OffsetDateTime.class),
                                        row.getString(5),
                                        row.getString(6),
                                        row.getString(7));
                return new Found(patientId, tier, standing);
            }
        }
    }

    private static OffsetDateTime record(Connection tx, Acknowledgement request)
            throws SQLException {
        try (PreparedStatement update =
                tx.prepareStatement(
                        """
                        update alerts set response = ?, acknowledged_by = ?, acknowledged_role = ?,
                            ack_status = ?, ack_note = ?, acknowledged_at = clock_timestamp(),
                            first_acked_at = coalesce(first_acked_at, clock_timestamp()), snoozed_until = null
                        where id = ? returning acknowledged_at
                        """)) {
            update.setString(1, request.status().response());
            update.setString(2, request.by().userId());
            update.setString(3, request.by().role());
            update.setString(4, request.status().wireName());
            update.setString(5, request.note());
            update.setString(6, request.alertId());
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class);
            }
        }
    }

    /** How many acknowledgements the alert has now. */
    private static int remember(
            Connection tx, Acknowledgement request, Tier tier, OffsetDateTime at)
            throws SQLException {
        try (PreparedStatement insert =
                tx.prepareStatement(
                        "insert into acknowledgements (alert_id, tier, user_id, role, status, note, at)"
                                + " values (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, request.alertId());
            insert.setString(2, tier.name());
            insert.setString(3, request.by().userId());
            insert.setString(4, request.by().role());
            insert.setString(5, request.status().wireName());
            insert.setString(6, request.note());
            insert.setObject(7, at);
            insert.executeUpdate();
        }
        try (PreparedStatement count =
                tx.prepareStatement("select count(*) from acknowledgements where alert_id = ?")) {
            count.setString(1, request.alertId());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static AckPayload payload(
            String alertId,
            String patientId,
            Tier tier,
            OffsetDateTime at,
            String role,
            String status,
            @Nullable String note) {
        return new AckPayload(
                "ack", alertId, patientId, tier, at.toInstant().toString(), role, status, note);
    }
}
