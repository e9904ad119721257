package dev.wardcast.vitals.live;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.kit.trace.EntrySteps;
import dev.wardcast.kit.trace.Tracing;
import dev.wardcast.vitals.follow.PartitionWork;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * Publishes every sample to the rooms of its patient and its device, at least once and in the order
 * of the queue. A batch travels together; the position moves when all of it is in the log, and only
 * under the lease.
 */
final class VitalsPublisher implements PartitionWork {

    /**
     * Batches, of all partitions. Redis does one thing after the other: posts wait behind a few of
     * these, and not behind those of all partitions at once.
     */
    private static final int MOST_UNDER_WAY = 2;

    private final EventLog log;
    private final RedisSampleQueue queue;
    private final PublishMetrics metrics;
    private final Tracing tracing;
    private final Semaphore turns = new Semaphore(MOST_UNDER_WAY, true);

    VitalsPublisher(EventLog log, RedisSampleQueue queue, PublishMetrics metrics, Tracing tracing) {
        this.log = log;
        this.queue = queue;
        this.metrics = metrics;
        this.tracing = tracing;
    }

    @Override
    public String reader() {
        return SampleQueue.LIVE;
    }

    @Override
    public CompletionStage<String> position(int partition) {
        return queue.confirmed(SampleQueue.LIVE, partition);
    }

    @Override
    public CompletionStage<Boolean> process(
            int partition, String after, List<Entry> entries, Lease lease) {
        EntrySteps steps = EntrySteps.begin(tracing, "vitals publish", entries);
        List<NewEvent> readings =
                steps.entries().stream()
                        .flatMap(entry -> VitalsEvents.of(partition, entry).stream())
                        .toList();
        return publish(readings)
                .whenComplete((all, failure) -> steps.end(failure))
                .thenCompose(all -> {
                    metrics.published(entries);
                    return queue.confirmUnder(
                            lease, SampleQueue.LIVE, partition, entries.getLast().id());
                });
    }

    /** Waits for its turn first; followers have threads that may. */
    private CompletionStage<Void> publish(List<NewEvent> readings) {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedStage(e);
        }
        try {
            return log.publishReadings(readings).whenComplete((all, failure) -> turns.release());
        } catch (RuntimeException e) {
            turns.release();
            throw e;
        }
    }
}
