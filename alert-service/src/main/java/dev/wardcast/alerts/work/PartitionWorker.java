package dev.wardcast.alerts.work;

import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.kit.trace.EntrySteps;
import dev.wardcast.kit.trace.Tracing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one partition, on a virtual thread of its own, until it is told to stop or somebody else
 * has the partition. While Redis or PostgreSQL is away it waits and tries again; it holds what is
 * gathered ({@link Advance}) and one batch.
 */
final class PartitionWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWorker.class);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(7);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final long BETWEEN_SWEEPS = Duration.ofSeconds(1).toNanos();

    private static final Duration SHORTEST_BLOCK = Duration.ofMillis(1);

    private final Claim claim;
    private final SampleQueue queue;
    private final PartitionTable table;
    private final PartitionStore store;
    private final Advance advance;
    private final Tracing tracing;
    private final Thread thread;
    private volatile boolean stopped;
    private Duration pause = FIRST_PAUSE;
    private boolean begun;
    private long sweptAt = System.nanoTime();

    PartitionWorker(
            Claim claim,
            SampleQueue queue,
            PartitionTable table,
            PartitionStore store,
            Advance advance,
            Tracing tracing) {
        this.claim = claim;
        this.queue = queue;
        this.table = table;
        this.store = store;
        this.advance = advance;
        this.tracing = tracing;
        this.thread = Thread.ofVirtual().name("rules-" + claim.partition()).start(this::run);
    }

    Claim claim() {
        return claim;
    }

    boolean isDone() {
        return !thread.isAlive();
    }

    /** Asks it to stop, which it does when what it took in is stored. */
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    void awaitStop() throws InterruptedException {
        thread.join(Duration.ofSeconds(10));
    }

    private void run() {
        while (!stopped) {
            try (SampleQueue.Reader reader = queue.openReader()) {
                work(reader);
            } catch (Claim.LostException e) {
                LOG.info("partition {}: another node has it", claim.partition());
                return;
            } catch (PartitionStore.StaleException e) {
                LOG.info("{}; reading the place again", e.getMessage());
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                // Whatever it is, to give up would leave these patients without alerts.
                if (!stopped) {
                    LOG.warn(
                            "partition {}: {}; trying again in {} ms",
                            claim.partition(),
                            e.toString(),
                            pause.toMillis());
                    rest();
                }
            }
        }
    }

    private void work(SampleQueue.Reader reader)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        advance.begin(table.place(claim));
        if (!begun) {
            store.begin(claim);
            begun = true;
        }
        try {
            while (!stopped) {
                step(reader);
                pause = FIRST_PAUSE;
            }
        } finally {
            if (stopped) {
                storeTheRest();
            }
        }
    }

    private void step(SampleQueue.Reader reader)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        int most = advance.next();
        List<Entry> entries =
                reader.read(claim.partition(), advance.position(), most, block())
                        .toCompletableFuture()
                        .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        String before = advance.stored();
        if (!entries.isEmpty()) {
            take(entries);
        }
        advance.storeIfDue();
        // At the end of the queue. What still waits in it would look like silence.
        if (entries.size() < most && System.nanoTime() - sweptAt >= BETWEEN_SWEEPS) {
            advance.sweep();
            sweptAt = System.nanoTime();
        }
        if (!advance.stored().equals(before)) {
            // Only makes room in Redis; the position that counts is in the database.
            queue.confirm(SampleQueue.RULES, claim.partition(), advance.stored());
        }
    }

    private void take(List<Entry> entries) throws SQLException {
        EntrySteps steps = EntrySteps.begin(tracing, "alert rules", entries);
        try {
            advance.take(steps.entries());
            steps.end(null);
        } catch (SQLException | RuntimeException e) {
            steps.end(e);
            throw e;
        }
    }

    private Duration block() {
        Duration due = advance.untilDue(BLOCK);
        return due.compareTo(SHORTEST_BLOCK) < 0 ? SHORTEST_BLOCK : due;
    }

    /** So that whoever comes next need not do it again. Where it fails, they do. */
    private void storeTheRest() {
        boolean interrupted = Thread.interrupted();
        try {
            advance.storeGathered();
        } catch (SQLException | RuntimeException e) {
            LOG.info("partition {}: left with work unstored: {}", claim.partition(), e.toString());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            // Only stop() interrupts, and the loop looks at what it set.
            return;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
