package dev.wardcast.bench.alerts;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.QueueLimits;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Fills the queue as vitals-ingest does, only without the devices. */
final class QueueFill {

    private static final int TOGETHER = 500;

    /** Appends under way at a time. */
    private static final int UNDER_WAY = 16;

    private final RedisSampleQueue queue;
    private final List<List<Sample>> parts = new ArrayList<>();
    private final Queue<CompletableFuture<?>> unanswered = new ArrayDeque<>();
    private boolean begun;

    private QueueFill(RedisLink link) {
        queue = new RedisSampleQueue(link, QueueLimits.standard());
        for (int partition = 0; partition < SampleQueue.PARTITIONS; partition++) {
            parts.add(new ArrayList<>());
        }
    }

    /** Everybody's first sample, everybody's second, and so on; returns when Redis has them all. */
    static void fill(String redisUrl, int patients, int samples) {
        int steps = Math.ceilDiv(samples, patients);
        SampleMix mix = new SampleMix(Instant.now().minusSeconds(steps + 1L));
        try (RedisLink link = RedisLink.connect(redisUrl)) {
            QueueFill fill = new QueueFill(link);
            for (int i = 0; i < samples; i++) {
                fill.add(mix.sample(i % patients, i / patients));
            }
            for (int partition = 0; partition < SampleQueue.PARTITIONS; partition++) {
                fill.append(partition);
            }
            fill.await(0);
        }
    }

    private void add(Sample sample) {
        int partition = SampleQueue.partitionOf(sample.patientId());
        List<Sample> part = parts.get(partition);
        part.add(sample);
        if (part.size() == TOGETHER) {
            append(partition);
        }
    }

    private void append(int partition) {
        List<Sample> part = parts.get(partition);
        unanswered.add(queue.append(partition, List.copyOf(part)).toCompletableFuture());
        part.clear();
        // The first call brings Redis the script, and others might overtake it.
        await(begun ? UNDER_WAY : 0);
        begun = true;
    }

    private void await(int left) {
        while (unanswered.size() > left) {
            unanswered.remove().join();
        }
    }
}
