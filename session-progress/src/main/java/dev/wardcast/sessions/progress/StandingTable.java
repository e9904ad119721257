package dev.wardcast.sessions.progress;

import static dev.wardcast.sessions.progress.SessionRows.COLUMNS;
import static dev.wardcast.sessions.progress.SessionRows.WIDTH;

import dev.wardcast.kit.sql.SqlArrays;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of sessions that are being reported on. */
@Singleton
class StandingTable {

    /**
     * In the order of their ids, so that two nodes never wait for each other in a circle. The time
     * is that of this moment: now() is that of the begin, before the wait for the locks.
     */
    private static final String LOCK =
            "select "
                    + COLUMNS
                    + """
                    , lease_id, lease_owner, free_at > clock_timestamp(), clock_timestamp()
                    from sessions where id = any (?) order by id for update
                    """;

    /** Whoever claimed nothing has a lease too: as long as they report, nobody else is to begin. */
    private static final String CHANGE =
            """
            with n as (
                select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                        ?::text[], ?::text[])
                    as n(id, version, status, progress, message, error, at, claimed)),
            changed as (
                update sessions set status = n.status, progress = n.progress::int,
                    message = n.message, error = n.error, updated_at = n.at::timestamptz,
                    lease_id = case when n.claimed::boolean then lease_id end,
                    lease_owner = case when n.claimed::boolean then lease_owner end,
                    free_at = greatest(free_at,
                        clock_timestamp() + make_interval(secs => lease_seconds))
                from n where sessions.id = n.id)
            """
                    + UntoldTable.NOTE;

    /** Not each time: a third of the lease is time enough to come back. */
    private static final String PROLONG =
            """
            update sessions set free_at = clock_timestamp() + make_interval(secs => lease_seconds)
            where id = any (?) and lease_id is not null
                and free_at < clock_timestamp() + make_interval(secs => lease_seconds * 2 / 3.0)
            """;

    private static final String RESULT =
            """
            insert into results (session_id, result)
            select id, result::json from unnest(?::text[], ?::text[]) as r(id, result)
            """;

    /** Those that there are, by their ids, until the transaction ends. */
    Map<String, Standing> lock(Connection tx, Collection<String> ids) throws SQLException {
        Map<String, Standing> standings = new HashMap<>();
        try (PreparedStatement select = tx.prepareStatement(LOCK)) {
            select.setArray(
                    1, tx.createArrayOf("text", ids.stream().distinct().toArray(String[]::new)));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Session session = SessionRows.session(row);
                    Worker.Lease lease =
                            new Worker.Lease(
                                    row.getString(WIDTH + 1),
                                    row.getString(WIDTH + 2),
                                    row.getBoolean(WIDTH + 3));
                    standings.put(
                            session.sessionId(),
                            new Standing(
                                    session,
                                    lease,
                                    row.getObject(WIDTH + 4, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return standings;
    }

    void store(Connection tx, Collection<Standing> standings) throws SQLException {
        List<Standing> changed = standings.stream().filter(Standing::changed).toList();
        change(tx, changed);
        prolong(tx, standings.stream().filter(Standing::heardOf).toList());
        results(tx, changed.stream().filter(s -> s.result() != null).toList());
    }

    private static void change(Connection tx, List<Standing> changed) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        try (PreparedStatement update = tx.prepareStatement(CHANGE)) {
            SqlArrays.setTexts(update, 1, changed, s -> s.session().sessionId());
            SqlArrays.setTexts(update, 2, changed, s -> Long.toString(s.session().version()));
            SqlArrays.setTexts(update, 3, changed, s -> s.session().status());
            SqlArrays.setTexts(update, 4, changed, s -> Integer.toString(s.session().progress()));
            SqlArrays.setTexts(update, 5, changed, s -> s.session().message());
            SqlArrays.setTexts(update, 6, changed, s -> s.session().error());
            SqlArrays.setTexts(update, 7, changed, s -> s.session().updatedAt().toString());
            SqlArrays.setTexts(update, 8, changed, s -> Boolean.toString(s.claimed()));
            update.executeUpdate();
        }
    }

    private static void prolong(Connection tx, List<Standing> heardOf) throws SQLException {
        if (heardOf.isEmpty()) {
            return;
        }
        try (PreparedStatement update = tx.prepareStatement(PROLONG)) {
            update.setArray(
                    1,
                    tx.createArrayOf(
                            "text",
                            heardOf.stream()
                                    .map(s -> s.session().sessionId())
                                    .toArray(String[]::new)));
            update.executeUpdate();
        }
    }

    private static void results(Connection tx, List<Standing> found) throws SQLException {
        if (found.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = tx.prepareStatement(RESULT)) {
            SqlArrays.setTexts(insert, 1, found, s -> s.session().sessionId());
            SqlArrays.setTexts(insert, 2, found, Standing::result);
            insert.executeUpdate();
        }
    }
}
