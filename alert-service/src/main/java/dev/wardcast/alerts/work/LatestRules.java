package dev.wardcast.alerts.work;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rulebook.RuleTable;
import dev.wardcast.alerts.rules.RuleBook;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the rules on behalf of all partitions of a node. Who asks gets an answer to a question
 * that was put after theirs, so that a change counts from its commit on, and shares it with all who
 * came in the meantime: with a thousand readings a second, a question for each would cost more than
 * all rules. Safe for use by many threads.
 */
final class LatestRules {

    /** The database is asked no sooner than so long after the question before. */
    static final Duration PACE = Duration.ofMillis(4);

    private final Database database;
    private final RuleTable rules;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable CompletableFuture<RuleBook> gathering;
    private long askedAt = System.nanoTime() - PACE.toNanos();

    LatestRules(Database database, RuleTable rules) {
        this.database = database;
        this.rules = rules;
    }

    /**
     * The rules as of a moment after this call began.
     *
     * @throws SQLException if the database is away
     */
    RuleBook get() throws SQLException {
        while (true) {
            CompletableFuture<RuleBook> answer = new CompletableFuture<>();
            @Nullable CompletableFuture<RuleBook> others;
            synchronized (this) {
                others = gathering;
                if (others == null) {
                    gathering = answer;
                }
            }
            if (others == null) {
                return ask(answer);
            }
            // Where they failed, perhaps because they were told to stop, that is no answer to
            // others.
            @Nullable RuleBook found = others.handle((book, failure) -> book).join();
            if (found != null) {
                return found;
            }
        }
    }

    private RuleBook ask(CompletableFuture<RuleBook> answer) throws SQLException {
        turn.lock();
        try {
            LockSupport.parkNanos(askedAt + PACE.toNanos() - System.nanoTime());
            synchronized (this) {
                // Whoever comes from now on may know of a change that this question misses.
                gathering = null;
            }
            askedAt = System.nanoTime();
            RuleBook book = database.read(rules::current);
            answer.complete(book);
            return book;
        } catch (SQLException | RuntimeException | Error failure) {
            answer.completeExceptionally(failure);
            throw failure;
        } finally {
            turn.unlock();
        }
    }
}
