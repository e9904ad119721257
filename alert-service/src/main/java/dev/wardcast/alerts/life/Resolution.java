package dev.wardcast.alerts.life;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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

    private Resolution() {}

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
