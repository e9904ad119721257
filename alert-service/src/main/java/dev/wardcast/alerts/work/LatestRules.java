package dev.wardcast.alerts.work;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.db.Listener;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.rules.RuleBook;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The rules as a node knows them, for all partitions of it. It hears of changes as they are
 * committed, so that nobody has to ask before each reading. Whoever stores what was found by these
 * rules has the database check that they still hold, and says so here where they do not. While it
 * can't listen, each question goes to the database. Safe for use by many threads.
 */
final class LatestRules implements AutoCloseable {

    /** The session of {@code LISTEN} that hears of changes in this schema. */
    private static final String CHANNEL_PREFIX = "rules_";

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Database database;
    private final RuleTable rules;
    private final Listener listener;
    private volatile boolean listening;
    private volatile boolean doubted;

    LatestRules(Database database, RuleTable rules) {
        this.database = database;
        this.rules = rules;
        this.listener = new Listener("rules-news", database, CHANNEL_PREFIX, new News());
    }

    /** Begins to listen. */
    void start() {
        listener.start();
    }

    @Override
    public void close() throws InterruptedException {
        listener.close();
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

    /** Knows them anew whenever it begins to listen and whenever something was told. */
    private final class News implements Listener.Work {

        @Override
        public void turn(Listener.Session session) throws SQLException {
            rules.current(session.connection());
            listening = true;
            session.await(LOOK_EVERY);
        }

        @Override
        public void deaf() {
            listening = false;
        }
    }
}
