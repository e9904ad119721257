package dev.wardcast.eventlog.vitals;

import java.time.Duration;
import java.util.List;

/**
 * How much the queue holds, and for how long.
 *
 * @param retention how long a sample stays at most; a reader that is away for longer misses samples
 * @param dedupeWindow how long a device's sequence numbers are remembered after they were last
 *     added to
 * @param keep about how many samples of a partition stay even when every reader is done with them
 * @param maxLength number of samples of a partition at which appends are refused
 * @param readers who must be done with a sample before it may go early, see {@link
 *     SampleQueue#confirm}
 */
public record QueueLimits(
        Duration retention,
        Duration dedupeWindow,
        long keep,
        long maxLength,
        List<String> readers) {

    public QueueLimits {
        readers = List.copyOf(readers);
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention: " + retention + " (expected: > 0)");
        }
        if (dedupeWindow.isNegative() || dedupeWindow.isZero()) {
            throw new IllegalArgumentException(
                    "dedupe-window: " + dedupeWindow + " (expected: > 0)");
        }
        if (keep < 0 || maxLength <= keep) {
            throw new IllegalArgumentException(
                    "max-length: " + maxLength + " (expected: > keep, which is " + keep + ")");
        }
    }

    /** Six hours, a day of sequence numbers, 100,000 samples kept, a million at most. */
    public static QueueLimits standard() {
        return new QueueLimits(
                Duration.ofHours(6),
                Duration.ofHours(24),
                100_000,
                1_000_000,
                List.of(SampleQueue.LIVE, SampleQueue.HISTORY, SampleQueue.RULES));
    }
}
