package dev.wardcast.sessions.progress;

import static dev.wardcast.sessions.progress.SessionRows.COLUMNS;

import dev.wardcast.kit.sql.SqlArrays;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which sessions' rooms perhaps don't know where they stand. Blocks. */
@Singleton
class UntoldTable {

    /** Of {@code n}, rows with an id and a version, whose sessions the transaction has locked. */
    static final String NOTE =
            """
            insert into untold (session_id, version) select n.id, n.version::bigint from n
            on conflict (session_id) do update
                set version = excluded.version, since = clock_timestamp()
            """;

    private static final String NOTE_ONE =
            "with n as (select ?::text as id, ?::bigint as version) " + NOTE;

    /**
     * What is just being noted again is passed over, as are those that another node removes. What a
     * crash of the server forgets of it is told again, which changes nothing.
     */
    private static final String TOLD =
            """
            set local synchronous_commit = off;
            delete from untold where session_id in (
                select u.session_id from untold u
                join unnest(?::text[], ?::text[]) as t(id, version) on u.session_id = t.id
                where u.version <= t.version::bigint
                for update of u skip locked)
            """;

    private static final String OVERDUE =
            "select "
                    + COLUMNS
                    + """
                     from untold join sessions on id = session_id
                    where since < clock_timestamp() - make_interval(secs => ?)
                    order by since limit ?
                    """;

    private final TransactionOperations<Connection> transactions;

    UntoldTable(@Named("sessions") TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    /** Notes where a session stands in the transaction that put it there. */
    void note(Connection tx, Session session) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(NOTE_ONE)) {
            insert.setString(1, session.sessionId());
            insert.setLong(2, session.version());
            insert.executeUpdate();
        }
    }

    /** Their rooms know these states, or later ones. */
    void told(List<Session> states) {
        transactions.executeWrite(status -> {
            try (PreparedStatement delete = status.getConnection().prepareStatement(TOLD)) {
                SqlArrays.setTexts(delete, 1, states, Session::sessionId);
                SqlArrays.setTexts(delete, 2, states, s -> Long.toString(s.version()));
                return delete.execute();
            }
        });
    }

    /**
     * Sessions as they stand now, of which nobody has said for so long that their rooms know it.
     */
    List<Session> overdue(Duration age, int most) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(OVERDUE)) {
                select.setDouble(1, age.toMillis() / 1_000.0);
                select.setInt(2, most);
                try (ResultSet row = select.executeQuery()) {
                    List<Session> found = new ArrayList<>();
                    while (row.next()) {
                        found.add(SessionRows.session(row));
                    }
                    return found;
                }
            }
        });
    }
}
