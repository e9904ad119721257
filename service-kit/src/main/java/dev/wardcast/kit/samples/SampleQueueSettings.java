package dev.wardcast.kit.samples;

import dev.wardcast.eventlog.vitals.Copies;
import dev.wardcast.eventlog.vitals.QueueLimits;
import dev.wardcast.eventlog.vitals.SampleQueue;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * Limits of the sample queue, see {@link QueueLimits}.
 *
 * @param retention how long an entry stays at most
 * @param dedupeWindow how long a device's sequence numbers are remembered
 * @param keep about how many samples of a partition stay even when every reader has confirmed them
 * @param maxLength samples of a partition at which posts are refused
 * @param readers who must confirm an entry before it may go early
 * @param replicas how many replicas of Redis must have samples before a post is answered 202
 * @param replicasPatience how long to wait for them before the post is answered 503
 */
@ConfigurationProperties("wardcast.sample-queue")
record SampleQueueSettings(
        @Bindable(defaultValue = "6h") Duration retention,
        @Bindable(defaultValue = "24h") Duration dedupeWindow,
        @Bindable(defaultValue = "100000") long keep,
        @Bindable(defaultValue = "1000000") long maxLength,
        @Bindable(defaultValue = DEFAULT_READERS) List<String> readers,
        @Bindable(defaultValue = "0") int replicas,
        @Bindable(defaultValue = "1s") Duration replicasPatience) {

    private static final String DEFAULT_READERS =
            SampleQueue.LIVE + "," + SampleQueue.HISTORY + "," + SampleQueue.RULES;

    QueueLimits limits() {
        return new QueueLimits(retention, dedupeWindow, keep, maxLength, readers);
    }

    Copies copies() {
        return new Copies(replicas, replicasPatience);
    }
}
