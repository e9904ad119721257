package dev.wardcast.vitals.live;

import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.vitals.ReadingLog;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.kit.trace.EntrySteps;
import dev.wardcast.kit.trace.Tracing;
import dev.wardcast.vitals.follow.PartitionWork;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Publishes every sample to the rooms of its patient and its device, at least once and in the order
 * of the queue. A batch travels together; the position moves when all of it is in the log, and only
 * under the lease.
 */
final class VitalsPublisher implements PartitionWork {

    /**
     * Batches of this node, of all its partitions. Redis does one thing after the other: posts wait
     * behind these, and not behind those of all partitions at once.
     */
    private static final int MOST_UNDER_WAY = 2;

    private final ReadingLog log;
    private final RedisSampleQueue queue;
    private final PublishMetrics metrics;
    private final Tracing tracing;
    private final Turns turns = new Turns(MOST_UNDER_WAY);

    VitalsPublisher(
            ReadingLog log, RedisSampleQueue queue, PublishMetrics metrics, Tracing tracing) {
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
        ReadingLog.Prepared readings = log.prepare(partition, steps.entries());
        return turns.take(() -> publish(readings, lease))
                .whenComplete((published, failure) -> steps.end(failure))
                .thenCompose(published -> {
                    if (!published) {
                        return CompletableFuture.completedStage(false);
                    }
                    metrics.published(entries);
                    return queue.confirmUnder(
                            lease, SampleQueue.LIVE, partition, entries.getLast().id());
                });
    }

    /**
     * Unless the partition is another node's by now: its events would come behind newer ones. Until
     * its turn came, a batch may have waited for longer than a lease lasts.
     */
    private CompletionStage<Boolean> publish(ReadingLog.Prepared readings, Lease lease) {
        return lease.isHeld()
                .thenCompose(held ->
                        held
                                ? readings.publish().thenApply(all -> true)
                                : CompletableFuture.completedStage(false));
    }
}
