package dev.wardcast.sessions.progress;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/** How a row of the table becomes a session. */
final class SessionRows {

    static final String COLUMNS =
            "id, patient_id, status, progress, message, error, attempt, created_at, updated_at";

    /** How many columns that are. */
    static final int WIDTH = 9;

    private SessionRows() {}

    static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                row.getInt(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getObject(9, OffsetDateTime.class).toInstant());
    }
}
