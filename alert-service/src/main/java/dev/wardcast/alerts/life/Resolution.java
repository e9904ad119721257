package dev.wardcast.alerts.life;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** That nothing more is to be done about an alert. */
final class Resolution {

    /** No rule watches what a person raised by hand, so a person ends that condition too. */
    private static final String RESOLVE =
            """
            update alerts set response = 'RESOLVED', resolved_by = ?, resolved_role = ?,
                resolve_note = ?, resolved_at = clock_timestamp(), snoozed_until = null,
                condition = case when raised_by is null then condition else 'CLEARED' end,
                cleared_at = case when raised_by is null then cleared_at
                    else coalesce(cleared_at, clock_timestamp()) end
            where id = ?
            """;

    private static final String FIND =
            """
            select coalesce(resolved_at, acknowledged_at, updated_at),
                coalesce(resolved_role, acknowledged_role), coalesce(resolved_by, acknowledged_by),
                coalesce(resolve_note, ack_note)
            from alerts where id = ?
            """;

    private Resolution() {}

    /**
     * What was answered to the one who resolved it; before it was noted, that was its
     * acknowledgement.
     */
    static AlertUpdate find(Connection tx, StoredAlert resolved) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(FIND)) {
            select.setString(1, resolved.alertId());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Instant at = row.getObject(1, OffsetDateTime.class).toInstant();
                return AlertUpdate.of(resolved, StoryEntry.What.RESOLVED, at, null)
                        .by(row.getString(2), row.getString(3))
                        .saying(row.getString(4));
            }
        }
    }

    static void record(Connection tx, String alertId, Person by, @Nullable String note)
            throws SQLException {
        try (PreparedStatement update = tx.prepareStatement(RESOLVE)) {
            update.setString(1, by.userId());
            update.setString(2, by.role());
            update.setString(3, note);
            update.setString(4, alertId);
            update.executeUpdate();
        }
    }
}
