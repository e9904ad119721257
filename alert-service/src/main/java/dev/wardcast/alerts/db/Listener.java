package dev.wardcast.alerts.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does some work again and again and hears meanwhile what transactions tell by {@code NOTIFY}: on a
 * virtual thread of its own, with one connection, which it holds for as long as that lives. When it
 * fails it begins again, sooner the first times than later.
 */
public final class Listener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String name;
    private final Database database;
    private final String channelPrefix;
    private final Work work;
    private final Thread thread;
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;

    /**
     * @param name of the thread, and in the log
     * @param channelPrefix before the name of the schema
     */
    public Listener(String name, Database database, String channelPrefix, Work work) {
        this.name = name;
        this.database = database;
        this.channelPrefix = channelPrefix;
        this.work = work;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** What a listener does. */
    @FunctionalInterface
    public interface Work {

        /** Once; listening has begun before, so whatever is told from now on will be heard. */
        void turn(Session session) throws SQLException, InterruptedException;

        /** Nothing is heard until the next turn. */
        default void deaf() {}
    }

    /** One connection that hears. */
    public final class Session {

        private final Connection connection;

        private Session(Connection connection) {
            this.connection = connection;
        }

        public Connection connection() {
            return connection;
        }

        /** Whether the work is to end. */
        public boolean isOver() {
            return closed;
        }

        /** Waits until something is told, and returns all of it; nothing if the time has passed. */
        public List<String> await(Duration atMost) throws SQLException {
            // Less than a millisecond would be taken for ever.
            int millis = (int) Math.max(1, atMost.toMillis());
            PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(millis);
            return Arrays.stream(heard).map(PGNotification::getParameter).toList();
        }
    }

    public void start() {
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
                database.read(this::listen);
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.warn("{}: {}; trying again in {} ms", name, e, pause.toMillis());
                    rest();
                }
            }
        }
    }

    private Void listen(Connection connection) throws SQLException {
        run(connection, "listen \"" + channelPrefix + connection.getSchema() + '"');
        Session session = new Session(connection);
        try {
            while (!closed) {
                work.turn(session);
                pause = FIRST_PAUSE;
            }
        } catch (InterruptedException e) {
            // Only close() interrupts, and the loops look at what it set.
        } finally {
            work.deaf();
            unlisten(connection);
        }
        return null;
    }

    /** The connection may go back to a pool, and somebody else has no use for what it hears. */
    private void unlisten(Connection connection) {
        try {
            run(connection, "unlisten *");
        } catch (SQLException e) {
            LOG.debug("{}: the listening connection is gone: {}", name, e.toString());
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            // As above.
            return;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
