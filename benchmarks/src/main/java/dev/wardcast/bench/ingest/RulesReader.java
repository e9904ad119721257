package dev.wardcast.bench.ingest;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.QueueLimits;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * In place of alert-service: says that the rules are done with what the history is done with.
 * Otherwise the queue would keep everything, as it does while alert-service is away.
 */
final class RulesReader implements AutoCloseable {

    private final RedisLink link;
    private final RedisSampleQueue queue;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("rules").factory());

    RulesReader(String redisUrl) {
        link = RedisLink.connect(redisUrl);
        queue = new RedisSampleQueue(link, QueueLimits.standard());
        clock.scheduleWithFixedDelay(this::confirm, 0, 1, TimeUnit.SECONDS);
    }

    private void confirm() {
        for (int partition = 0; partition < SampleQueue.PARTITIONS; partition++) {
            int each = partition;
            queue.confirmed(SampleQueue.HISTORY, each)
                    .thenCompose(id -> queue.confirm(SampleQueue.RULES, each, id));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        link.close();
    }
}
