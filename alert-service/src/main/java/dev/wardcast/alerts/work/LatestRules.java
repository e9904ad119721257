package dev.wardcast.alerts.work;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.rules.RuleBook;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules as a node knows them, for all partitions of it. It hears of changes as they are
 * committed, so that nobody has to ask before each reading. Whoever stores what was found by these
 * rules has the database check that they still hold, and says so here where they do not. While it
 * can't listen, each question goes to the database. Safe for use by many threads.
 */
final class LatestRules implements AutoCloseable {

    /** The session of {@code LISTEN} that hears of changes in this schema. */
    private static final String CHANNEL_PREFIX = "rules_";

    private static final Logger LOG = LoggerFactory.getLogger(LatestRules.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Database database;
    private final RuleTable rules;
    private final Thread thread;
    private volatile boolean listening;
    private volatile boolean doubted;
    private volatile boolean closed;

    LatestRules(Database database, RuleTable rules) {
        this.database = database;
        this.rules = rules;
        this.thread = Thread.ofVirtual().name("rules-news").unstarted(this::run);
    }

    /** Begins to listen. */
    void start() {
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(10));
    }

    /**
     * The rules as far as this node has heard.
     *
     * @throws SQLException if the database has to be asked and is away
     */
    RuleBook get() throws SQLException {
        if (listening && !doubted) {
            return rules.known();
        }
        // Before the question: who doubts while it is under way may know more than its answer.
        doubted = false;
        try {
            return database.read(rules::current);
        } catch (SQLException | RuntimeException failure) {
            doubted = true;
            throw failure;
        }
    }

    /** What is known may be out of date: the next question goes to the database. */
    void doubt() {
        doubted = true;
    }

    private void run() {
        while (!closed) {
            try {
                database.read(this::listen);
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.warn(
                            "changes of rules can't be heard; asking for each batch: {}",
                            e.toString());
                    rest();
                }
            }
        }
    }

    private Void listen(Connection connection) throws SQLException {
        run(connection, "listen \"" + CHANNEL_PREFIX + connection.getSchema() + '"');
        try {
            while (!closed) {
                rules.current(connection);
                listening = true;
                connection.unwrap(PGConnection.class).getNotifications((int) LOOK_EVERY.toMillis());
            }
        } finally {
            listening = false;
            // It goes back to a pool, where nobody has a use for what it hears.
            run(connection, "unlisten *");
        }
        return null;
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            // Only close() interrupts, and the loop looks at what it set.
            Thread.currentThread().interrupt();
        }
    }
}
