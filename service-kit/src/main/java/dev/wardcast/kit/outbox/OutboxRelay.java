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
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
    private static final int PRUNE_LIMIT = 5000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final OutboxConfiguration settings;
    private final Callable<Connection> connections;
    private final OrderedPublisher publisher;
    private final OutboxProgress progress;
    private final Thread worker;
    private volatile @Nullable Connection current;
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;
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
        this.publisher = new OrderedPublisher(log, tracing);
        this.progress = progress;
        this.worker =
                Thread.ofVirtual().name("outbox-relay-" + settings.name()).unstarted(this::run);
    }

    void start() {
        worker.start();
    }

    /** Stops after the round that is under way; what it did not record is published again later. */
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

    private void relay(OutboxSession session) throws SQLException {
        List<OrderedPublisher.Fate.Published> done = List.of();
        while (!closed) {
            List<OutboxRow> rows = session.next(done, settings.keepsPublished(), settings.batch());
            if (rows.isEmpty() || !done.isEmpty()) {
                // Not before they are noted: what is not is published again and again.
                succeeded(done);
            }
            done = List.of();
            if (rows.isEmpty()) {
                pruneIfDue(session);
                session.awaitCommit(settings.poll());
            } else {
                done = publish(session, rows);
            }
        }
    }

    /**
     * Publishes what it can, and rests where the log did not take all that it could.
     *
     * @return those that are in the log and not yet noted as such
     */
    private List<OrderedPublisher.Fate.Published> publish(
            OutboxSession session, List<OutboxRow> rows) throws SQLException {
        List<OrderedPublisher.Fate.Published> done = new ArrayList<>(rows.size());
        OrderedPublisher.Fate.@Nullable Waiting held = null;
        for (OrderedPublisher.Fate fate : publisher.publish(rows)) {
            switch (fate) {
                case OrderedPublisher.Fate.Published published -> done.add(published);
                case OrderedPublisher.Fate.Refused refused -> {
                    session.recordRefused(refused);
                    progress.refused();
                    LOG.error(
                            "outbox {}: row {} can't be published: {}",
                            settings.name(),
                            refused.row().id(),
                            refused.reason());
                }
                case OrderedPublisher.Fate.Waiting waiting -> held = held == null ? waiting : held;
            }
        }
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

    private void succeeded(List<OrderedPublisher.Fate.Published> done) {
        done.forEach(published -> progress.published(published.row()));
        progress.clear();
        pause = FIRST_PAUSE;
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
