package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.Deadlines;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works when something is due, on a virtual thread of its own: it sleeps until the next deadline,
 * wakes when a transaction sets an earlier one, and looks now and then in case neither was heard.
 * Any number of nodes may do so.
 */
final class EscalationClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationClock.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** What is due and locked is somebody else's work; it is looked at again after that. */
    private static final long SHORTEST_WAIT_MILLIS = 25;

    /** When something is due next, and what time it is, both by the database's clock. */
    private static final String NEXT =
            """
            select extract(epoch from least(
                (select min(due_at) from escalations where due_at is not null),
                (select min(due_at) from escalation_calls))) * 1000,
                extract(epoch from clock_timestamp()) * 1000
            """;

    private final Database database;
    private final EscalationSteps steps;
    private final EscalationCalls calls;
    private final Duration poll;
    private final Thread thread;
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;

    EscalationClock(
            Database database, EscalationSteps steps, EscalationCalls calls, Duration poll) {
        this.database = database;
        this.steps = steps;
        this.calls = calls;
        this.poll = poll;
        this.thread = Thread.ofVirtual().name("escalation").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(10));
    }

    private void run() {
        while (!closed) {
            try {
                database.read(this::work);
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.warn("escalation: {}; trying again in {} ms", e, pause.toMillis());
                    rest();
                }
            }
        }
    }

    /** Holds one connection, which hears of new deadlines, as long as it lives. */
    private Void work(Connection listener) throws SQLException {
        try (Statement statement = listener.createStatement()) {
            statement.execute("listen \"" + Deadlines.CHANNEL_PREFIX + listener.getSchema() + '"');
        }
        try {
            while (!closed) {
                doWhatIsDue();
                pause = FIRST_PAUSE;
                awaitDeadline(listener, next(listener));
            }
        } catch (InterruptedException e) {
            // Only close() interrupts, and the loops look at what it set.
        } finally {
            unlisten(listener);
        }
        return null;
    }

    private void doWhatIsDue() throws SQLException, InterruptedException {
        boolean more = true;
        while (more && !closed) {
            more = steps.takeNext();
        }
        more = true;
        while (more && !closed) {
            more = calls.make();
        }
    }

    /**
     * @param dueAt in milliseconds since 1970, as {@code now}; the greatest number where nothing is
     */
    private record Next(long dueAt, long now) {}

    private static Next next(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEXT);
                ResultSet row = select.executeQuery()) {
            row.next();
            double dueAt = row.getDouble(1);
            return new Next(
                    row.wasNull() ? Long.MAX_VALUE : (long) Math.ceil(dueAt),
                    (long) row.getDouble(2));
        }
    }

    /** Most alerts are answered long before they escalate: only an earlier deadline matters. */
    private void awaitDeadline(Connection listener, Next next) throws SQLException {
        long wait =
                Math.min(poll.toMillis(), Math.max(SHORTEST_WAIT_MILLIS, next.dueAt - next.now));
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
        PGConnection session = listener.unwrap(PGConnection.class);
        while (!closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                return;
            }
            for (PGNotification heard : session.getNotifications((int) left)) {
                if (isBefore(next.dueAt, heard.getParameter())) {
                    return;
                }
            }
        }
    }

    /** A node of an earlier version does not say when. */
    private static boolean isBefore(long dueAt, String told) {
        return told.isEmpty() || Long.parseLong(told) < dueAt;
    }

    /** The connection may go back to a pool, and somebody else has no use for what it hears. */
    private static void unlisten(Connection listener) {
        try (Statement statement = listener.createStatement()) {
            statement.execute("unlisten *");
        } catch (SQLException e) {
            LOG.debug("the listening connection is gone: {}", e.toString());
        }
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            return;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
