package dev.wardcast.vitals.follow;

import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one partition on this node, while it holds the lease. Runs on a virtual thread of its
 * own, which may wait; renews the lease while it waits for whatever it waits for.
 */
final class PartitionFollower implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionFollower.class);

    /** Renewals in the length of a lease; also how often a free partition is looked for. */
    static final int BEATS_PER_LEASE = 5;

    /** A step that takes longer has lost its way; the batch is begun again. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(30);

    private final int partition;
    private final PartitionWork work;
    private final SampleQueue queue;
    private final Lease lease;
    private final PartitionShare share;
    private final Pace pace;
    private final Duration beat;
    private final long beatNanos;
    private long renewedAt;
    private boolean failing;

    PartitionFollower(
            int partition,
            PartitionWork work,
            SampleQueue queue,
            Lease lease,
            PartitionShare share,
            Pace pace) {
        this.partition = partition;
        this.work = work;
        this.queue = queue;
        this.lease = lease;
        this.share = share;
        this.pace = pace;
        this.beat = lease.length().dividedBy(BEATS_PER_LEASE);
        this.beatNanos = beat.toNanos();
    }

    /** Until interrupted. */
    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.NANOSECONDS.sleep(beatNanos);
                if (share.tryTake()) {
                    followIfFree();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                failed(e);
            }
        }
    }

    private void followIfFree() throws InterruptedException, ExecutionException, TimeoutException {
        boolean counted = true;
        boolean held = false;
        try {
            held = hold();
            if (held) {
                counted = !follow();
            }
        } finally {
            if (counted) {
                share.gaveUp();
            }
            if (held) {
                // Best effort: if it does not get there, the lease ends by itself.
                lease.release();
            }
        }
    }

    /** Said once: while Redis is away, this happens several times a second. */
    private void failed(Exception failure) {
        if (!failing) {
            LOG.warn("{}: partition {} halted by {}", work.reader(), partition, failure.toString());
        }
        failing = true;
    }

    /** Returns whether the partition was given up for the sake of a fair share. */
    private boolean follow() throws InterruptedException, ExecutionException, TimeoutException {
        try (SampleQueue.Reader reader = queue.openReader()) {
            String position = await(work.position(partition));
            while (!share.tryYield()) {
                Instant asked = Instant.now();
                List<Entry> entries = await(reader.read(partition, position, pace.batch(), beat));
                failing = false;
                if (entries.isEmpty()) {
                    await(work.idle(partition, asked));
                    continue;
                }
                if (!await(work.process(partition, position, entries, lease))) {
                    return false;
                }
                position = entries.getLast().id();
                // A read may give a few less than there are.
                if (entries.size() < pace.batch() / 2) {
                    // Shorter than a beat or two: the lease outlasts it.
                    TimeUnit.NANOSECONDS.sleep(pace.gather().toNanos());
                }
            }
            return true;
        } catch (LeaseLostException e) {
            LOG.info("{}: partition {} went to another node", work.reader(), partition);
            return false;
        }
    }

    private <T> T await(CompletionStage<T> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<T> future = stage.toCompletableFuture();
        long deadline = System.nanoTime() + LONGEST_STEP.toNanos();
        while (true) {
            if (System.nanoTime() - renewedAt >= beatNanos && !hold()) {
                throw new LeaseLostException();
            }
            try {
                return future.get(beatNanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private boolean hold() throws InterruptedException, ExecutionException, TimeoutException {
        long asked = System.nanoTime();
        boolean held =
                lease.hold()
                        .toCompletableFuture()
                        .get(lease.length().toNanos(), TimeUnit.NANOSECONDS);
        renewedAt = asked;
        return held;
    }

    private static final class LeaseLostException extends RuntimeException {
        LeaseLostException() {
            super("the lease is another node's", null, false, false);
        }
    }
}
