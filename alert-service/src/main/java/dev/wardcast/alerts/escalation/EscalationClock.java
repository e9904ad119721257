package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.db.Listener;
import dev.wardcast.alerts.life.Deadlines;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Works when something is due, on a virtual thread of its own: it sleeps until the next deadline,
 * wakes when a transaction sets an earlier one, and looks now and then in case neither was heard.
 * Any number of nodes may do so.
 */
final class EscalationClock implements AutoCloseable {

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

    private final EscalationSteps steps;
    private final EscalationCalls calls;
    private final Duration poll;
    private final Listener listener;

    EscalationClock(
            Database database, EscalationSteps steps, EscalationCalls calls, Duration poll) {
        this.steps = steps;
        this.calls = calls;
        this.poll = poll;
        this.listener = new Listener("escalation", database, Deadlines.CHANNEL_PREFIX, this::turn);
    }

    void start() {
        listener.start();
    }

    @Override
    public void close() throws InterruptedException {
        listener.close();
    }

    private void turn(Listener.Session session) throws SQLException, InterruptedException {
        doWhatIsDue(session);
        awaitDeadline(session, next(session.connection()));
    }

    private void doWhatIsDue(Listener.Session session) throws SQLException, InterruptedException {
        boolean more = true;
        while (more && !session.isOver()) {
            more = steps.takeNext();
        }
        more = true;
        while (more && !session.isOver()) {
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
    private void awaitDeadline(Listener.Session session, Next next) throws SQLException {
        long wait =
                Math.min(poll.toMillis(), Math.max(SHORTEST_WAIT_MILLIS, next.dueAt - next.now));
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait);
        while (!session.isOver()) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (left.toMillis() <= 0
                    || session.await(left).stream().anyMatch(told -> isBefore(next.dueAt, told))) {
                return;
            }
        }
    }

    /** A node of an earlier version does not say when. */
    private static boolean isBefore(long dueAt, String told) {
        return told.isEmpty() || Long.parseLong(told) < dueAt;
    }
}
