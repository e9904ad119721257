package dev.wardcast.vitals.history;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why PostgreSQL refused, in its codes. */
final class SqlState {

    static final String NOT_UNIQUE = "23505";

    /** Also of other checks; the history has none. */
    static final String NO_PARTITION = "23514";

    static final String NOT_NOW = "55P03";

    private SqlState() {}

    /** Of the first of its causes that has one, else empty. */
    static String of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refusal && refusal.getSQLState() != null) {
                return refusal.getSQLState();
            }
        }
        return "";
    }
}
