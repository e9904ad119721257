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
 * has the partition. While Redis or PostgreSQL is away it waits and tries again; it never holds
 * more than one batch.
 */
final class PartitionWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWorker.class);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(7);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final long BETWEEN_SWEEPS = Duration.ofSeconds(1).toNanos();

    /** For so long, batches that raised nothing need not wait for the disk of the database. */
    private static final long LONGEST_RELAXED = Duration.ofSeconds(1).toNanos();

    private final Claim claim;
    private final SampleQueue queue;
    private final PartitionTable table;
    private final Batches batches;
    private final int batchSize;
    private final Tracing tracing;
    private final Thread thread;
    private volatile boolean stopped;
    private Duration pause = FIRST_PAUSE;
    private long durableAt = System.nanoTime() - LONGEST_RELAXED;
    private boolean begun;
    private long sweptAt = System.nanoTime();
    private long sweptRules = -1;

    PartitionWorker(
            Claim claim,
            SampleQueue queue,
            PartitionTable table,
            Batches batches,
            int batchSize,
            Tracing tracing) {
        this.claim = claim;
        this.queue = queue;
        this.table = table;
        this.batches = batches;
        this.batchSize = batchSize;
        this.tracing = tracing;
        this.thread = Thread.ofVirtual().name("rules-" + claim.partition()).start(this::run);
    }

    Claim claim() {
        return claim;
    }

    boolean isDone() {
        return !thread.isAlive();
    }

    /** Asks it to stop, which it does after the transaction that is under way. */
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
            } catch (Batches.StaleException e) {
                LOG.info("{}; reading the position again", e.getMessage());
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
        String position = table.position(claim);
        if (!begun) {
            batches.begin(claim);
            begun = true;
        }
        while (!stopped) {
            List<Entry> entries =
                    reader.read(claim.partition(), position, batchSize, BLOCK)
                            .toCompletableFuture()
                            .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            if (!entries.isEmpty()) {
                boolean mayRelax = System.nanoTime() - durableAt < LONGEST_RELAXED;
                Batches.Applied applied = apply(position, entries, mayRelax);
                position = applied.position();
                if (applied.durable()) {
                    durableAt = System.nanoTime();
                    // Only makes room in Redis; the position that counts is in the database.
                    // Not before it is on its disk: what could be asked for again must be there.
                    queue.confirm(SampleQueue.RULES, claim.partition(), position);
                }
            }
            // At the end of the queue. What still waits in it would look like silence.
            if (entries.size() < batchSize && System.nanoTime() - sweptAt >= BETWEEN_SWEEPS) {
                sweptRules = batches.sweep(claim, sweptRules);
                sweptAt = System.nanoTime();
            }
            pause = FIRST_PAUSE;
        }
    }

    private Batches.Applied apply(String position, List<Entry> entries, boolean mayRelax)
            throws SQLException {
        EntrySteps steps = EntrySteps.begin(tracing, "alert rules", entries);
        try {
            Batches.Applied applied = batches.apply(claim, position, steps.entries(), mayRelax);
            steps.end(null);
            return applied;
        } catch (SQLException | RuntimeException e) {
            steps.end(e);
            throw e;
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
