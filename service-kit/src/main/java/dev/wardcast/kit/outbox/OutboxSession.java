package dev.wardcast.kit.outbox;

import dev.wardcast.kit.sql.SqlArrays;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One session with PostgreSQL that holds the relay's lock for as long as it lives. The server frees
 * the lock when the session ends, however it ends.
 */
final class OutboxSession implements AutoCloseable {

    static final String CHANNEL_PREFIX = "outbox_";

    /** SQLSTATE lock_not_available: the lock was not free in time. */
    private static final String LOCK_TIMEOUT = "55P03";

    private static final String RECORD =
            """
            update outbox set published_epoch = p.epoch, published_clock = p.clock
            from unnest(?::bigint[], ?::text[], ?::bigint[]) as p(id, epoch, clock)
            where outbox.id = p.id and outbox.published_clock is null
            """;

    private static final String REMOVE = "delete from outbox where id = any (?)";

    private static final String WAITING =
            """
            select id, event_id, room, members, type, at, data, collapse_key, trace, created_at,
                rooms
            from outbox
            where published_clock is null and refused is null and id <> all (?)
            order by id limit ?
            """;

    private final Connection connection;

    /** Takes the connection over; it is closed with the session. */
    OutboxSession(Connection connection) {
        this.connection = connection;
    }

    /**
     * Waits until no other relay of this schema is at work.
     *
     * @return whether the lock is held now; ask again if not
     */
    boolean lead(Duration patience) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = " + patience.toMillis());
            statement.execute(
                    "select pg_advisory_lock(hashtextextended('outbox-relay:' || current_schema(), 0))");
            statement.execute("set lock_timeout = 0");
            // What is lost of it in a crash of the server is published again, and recognised there
            // as a repeat. To wait for the disk here would keep the next events waiting.
            statement.execute("set synchronous_commit = off");
            // Always by an index: with arrays as parameters each execution would be planned anew.
            statement.execute("set plan_cache_mode = force_generic_plan");
            // A relay of the release before knows no groups, and what it refused is not lost.
            statement.execute(
                    "update outbox set refused = null"
                            + " where refused is not null and members is not null");
            statement.execute("listen \"" + CHANNEL_PREFIX + connection.getSchema() + '"');
            return true;
        } catch (SQLException e) {
            if (LOCK_TIMEOUT.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Notes what was published.
     *
     * @param keep whether rows stay for the streams that are filled again from them
     */
    void note(List<OrderedPublisher.Fate.Published> published, boolean keep) throws SQLException {
        if (published.isEmpty()) {
            return;
        }
        try (PreparedStatement note = connection.prepareStatement(keep ? RECORD : REMOVE)) {
            bind(note, published, keep);
            note.executeUpdate();
        }
    }

    /**
     * {@linkplain #note Notes} what was published and reads what waits now, in one round trip.
     *
     * @param underWay ids of rows that are not to be read
     * @return at most so many, oldest first
     */
    List<OutboxRow> next(
            List<OrderedPublisher.Fate.Published> published,
            boolean keep,
            Set<Long> underWay,
            int limit)
            throws SQLException {
        String note = published.isEmpty() ? "" : (keep ? RECORD : REMOVE) + ";";
        try (PreparedStatement both = connection.prepareStatement(note + WAITING)) {
            int places = published.isEmpty() ? 0 : bind(both, published, keep);
            both.setArray(places + 1, bigints(underWay.stream().mapToLong(id -> id).toArray()));
            both.setInt(places + 2, limit);
            both.execute();
            if (!published.isEmpty()) {
                both.getMoreResults();
            }
            return read(both.getResultSet());
        }
    }

    /**
     * @return how many places there were
     */
    private int bind(
            PreparedStatement note, List<OrderedPublisher.Fate.Published> published, boolean keep)
            throws SQLException {
        note.setArray(1, bigints(published.stream().mapToLong(p -> p.row().id()).toArray()));
        if (!keep) {
            return 1;
        }
        SqlArrays.setTexts(note, 2, published, p -> p.place().epoch());
        note.setArray(3, bigints(published.stream().mapToLong(p -> p.place().clock()).toArray()));
        return 3;
    }

    private static List<OutboxRow> read(ResultSet found) throws SQLException {
        try (ResultSet row = found) {
            List<OutboxRow> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(
                        new OutboxRow(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                texts(row.getArray(11)),
                                Set.copyOf(texts(row.getArray(4))),
                                row.getString(5),
                                row.getObject(6, OffsetDateTime.class).toInstant(),
                                row.getString(7),
                                row.getString(8),
                                row.getString(9),
                                row.getObject(10, OffsetDateTime.class).toInstant()));
            }
            return rows;
        }
    }

    private static List<String> texts(@Nullable Array column) throws SQLException {
        return column == null ? List.of() : List.of((String[]) column.getArray());
    }

    void recordRefused(OrderedPublisher.Fate.Refused refused) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update outbox set refused = ? where id = ?")) {
            update.setString(1, refused.reason());
            update.setLong(2, refused.row().id());
            update.executeUpdate();
        }
    }

    /**
     * Deletes the oldest published rows.
     *
     * @return how many; fewer than the limit means that there are no more
     */
    int prune(Duration retention, int limit) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        """
                        delete from outbox where id in (
                            select id from outbox where published_clock is not null
                                and created_at < now() - make_interval(secs => ?)
                            order by created_at limit ?)
                        """)) {
            delete.setDouble(1, retention.toMillis() / 1000.0);
            delete.setInt(2, limit);
            return delete.executeUpdate();
        }
    }

    /** Whether a commit added events since this was asked, or waited for; without waiting. */
    boolean sawCommit() throws SQLException {
        return connection.unwrap(PGConnection.class).getNotifications().length > 0;
    }

    /** Waits for a commit that added events, or for the time to pass. */
    void awaitCommit(Duration atMost) throws SQLException {
        connection.unwrap(PGConnection.class).getNotifications((int) atMost.toMillis());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private Array bigints(long[] values) throws SQLException {
        return connection.unwrap(PGConnection.class).createArrayOf("bigint", values);
    }
}
