package dev.wardcast.kit.outbox;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.kit.trace.Tracing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what transactions left in the outbox: each event at least once, under an id that the
 * log takes at most once, and the events of a room in the order of their commits.
 *
 * <p>Every node has a relay for each schema, and one of them at a time is at work; the others wait
 * for its lock. One that lost its lock without noticing does no harm: it repeats ids that the log
 * knows, and writes positions only where there are none.
 */
final class OutboxRelay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);

    /** How long a commit waits at most while the log is slow to answer for others. */
    private static final Duration GLANCE = Duration.ofMillis(5);

    private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
    private static final int PRUNE_LIMIT = 5000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final OutboxConfiguration settings;
    private final Callable<Connection> connections;
    private final EventLog log;
    private final Tracing tracing;
    private final OutboxProgress progress;
    private final Thread worker;
    private volatile @Nullable Connection current;
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;

    /** Since something failed and until all of a round went well. */
    private boolean troubled;

    private long nextPrune = System.nanoTime();

    /**
     * @param connections opens a session of the relay's own, outside any pool: it keeps it
     */
    OutboxRelay(
            OutboxConfiguration settings,
            Callable<Connection> connections,
            EventLog log,
            OutboxProgress progress,
            Tracing tracing) {
        this.settings = settings;
        this.connections = connections;
        this.log = log;
        this.tracing = tracing;
        this.progress = progress;
        this.worker =
                Thread.ofVirtual().name("outbox-relay-" + settings.name()).unstarted(this::run);
    }

    void start() {
        worker.start();
    }

    /** Stops at once; what it did not note is published again later, and known by its id. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        worker.interrupt();
        Connection open = current;
        if (open != null) {
            try {
                // Wakes the worker from a read, and frees the lock for another node at once.
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("outbox {}: closing", settings.name(), e);
            }
        }
        worker.join(Duration.ofSeconds(6));
    }

    private void run() {
        while (!closed) {
            try (OutboxSession session = open()) {
                while (!closed && !session.lead(LOCK_PATIENCE)) {
                    progress.clear();
                }
                relay(session);
            } catch (Exception e) {
                if (!closed) {
                    stumble("PostgreSQL: " + e.getMessage(), null);
                    rest();
                }
            }
        }
    }

    private OutboxSession open() throws Exception {
        Connection connection = connections.call();
        current = connection;
        return new OutboxSession(connection);
    }

    /**
     * Reads what waits while what it read before is still on its way to the log; while it is in
     * trouble only afterwards, since the success of others says nothing of what was held up.
     */
    private void relay(OutboxSession session) throws SQLException, InterruptedException {
        OrderedPublisher publisher = new OrderedPublisher(log, tracing);
        List<OrderedPublisher.Fate.Published> done = List.of();
        while (!closed) {
            int free = settings.batch() - publisher.underWay().size();
            List<OutboxRow> rows =
                    session.next(done, settings.keepsPublished(), publisher.underWay(), free);
            publisher.send(rows);
            boolean idle = publisher.underWay().isEmpty();
            if (idle || !done.isEmpty()) {
                // Not before they are noted: what is not is published again and again.
                succeeded(done);
            }
            if (idle) {
                done = List.of();
                pruneIfDue(session);
                session.awaitCommit(settings.poll());
            } else {
                done = settle(session, publisher);
            }
        }
    }

    /**
     * Waits until the log answers, or there is something else to publish, and rests where the log
     * did not take all that it could.
     *
     * @return those that are in the log and not yet noted as such
     */
    private List<OrderedPublisher.Fate.Published> settle(
            OutboxSession session, OrderedPublisher publisher)
            throws SQLException, InterruptedException {
        List<OrderedPublisher.Fate.Published> done = new ArrayList<>();
        OrderedPublisher.Fate.@Nullable Waiting held = null;
        boolean others;
        do {
            for (OrderedPublisher.Fate fate : publisher.awaitFates(GLANCE)) {
                switch (fate) {
                    case OrderedPublisher.Fate.Published published -> done.add(published);
                    case OrderedPublisher.Fate.Refused refused -> setAside(session, refused);
                    case OrderedPublisher.Fate.Waiting waiting -> held = older(held, waiting);
                }
            }
            // What is held up is tried again when nothing is under way.
            boolean allOfIt = held != null || troubled;
            others = !allOfIt && (!done.isEmpty() || session.sawCommit());
        } while (!others && !publisher.underWay().isEmpty());
        if (held == null) {
            return done;
        }
        // Noted now, and what waits is read after the rest: others may have come meanwhile.
        session.note(done, settings.keepsPublished());
        done.forEach(published -> progress.published(published.row()));
        stumble("event log: " + held.cause(), held.row().createdAt());
        rest();
        return List.of();
    }

    private static OrderedPublisher.Fate.Waiting older(
            OrderedPublisher.Fate.@Nullable Waiting one, OrderedPublisher.Fate.Waiting other) {
        return one == null || other.row().id() < one.row().id() ? other : one;
    }

    private void setAside(OutboxSession session, OrderedPublisher.Fate.Refused refused)
            throws SQLException {
        session.recordRefused(refused);
        progress.refused();
        LOG.error(
                "outbox {}: row {} can't be published: {}",
                settings.name(),
                refused.row().id(),
                refused.reason());
    }

    private void succeeded(List<OrderedPublisher.Fate.Published> done) {
        done.forEach(published -> progress.published(published.row()));
        progress.clear();
        pause = FIRST_PAUSE;
        troubled = false;
    }

    private void pruneIfDue(OutboxSession session) throws SQLException {
        if (System.nanoTime() - nextPrune < 0) {
            return;
        }
        // A full chunk means that there is more; the next idle moment goes on.
        if (session.prune(settings.retention(), PRUNE_LIMIT) < PRUNE_LIMIT) {
            nextPrune = System.nanoTime() + PRUNE_EVERY.toNanos();
        }
    }

    private void stumble(String what, @Nullable Instant oldestHeld) {
        troubled = true;
        progress.failed(what, oldestHeld);
        LOG.warn("outbox {}: {}; trying again in {} ms", settings.name(), what, pause.toMillis());
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            // Only close() interrupts, and the loops look at what it set.
            return;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
