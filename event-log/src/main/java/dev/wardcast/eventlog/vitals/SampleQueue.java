package dev.wardcast.eventlog.vitals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32;

/**
 * The durable way of samples from the devices to whoever works on them. Partitioned by patient: all
 * samples of a patient are in one partition, in the order in which they were appended. Readers keep
 * their own position and may read the same entries again. Entries stay for the retention time; a
 * long partition drops earlier what all its readers have {@linkplain #confirm confirmed}.
 */
public interface SampleQueue {

    /** Fixed for the life of an installation. */
    int PARTITIONS = 8;

    /** The reader that publishes live events. */
    String LIVE = "live";

    /** The reader that writes the history. */
    String HISTORY = "history";

    /** The reader that applies the alert rules. */
    String RULES = "rules";

    static int partitionOf(String patientId) {
        CRC32 crc = new CRC32();
        crc.update(patientId.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % PARTITIONS);
    }

    /**
     * Appends samples of one partition in one atomic step. When the stage completes, Redis has them
     * in its append-only file. When it fails, some or all may have been appended nevertheless;
     * samples with a sequence can be appended again without harm.
     *
     * @return for each sample whether it was new; one whose {@code device_id} and {@code sequence}
     *     were appended before for the same patient is skipped. Fails with {@link
     *     QueueFullException} where readers are too far behind, with Lettuce's exceptions where
     *     Redis is away
     */
    default CompletionStage<List<Boolean>> append(int partition, List<Sample> samples) {
        return appendAndTell(partition, samples)
                .thenApply(ids -> ids.stream().map(Optional::isPresent).toList());
    }

    /**
     * As {@link #append}.
     *
     * @return for each sample the id of its entry; empty where it was appended before
     */
    CompletionStage<List<Optional<String>>> appendAndTell(int partition, List<Sample> samples);

    /**
     * Reads on.
     *
     * @param after the id of the last entry seen, or {@code "0"} for the oldest that is there
     * @param block how long to wait for a first entry; zero answers at once. Only a {@link Reader}
     *     may wait: here everybody shares the connection
     * @return the next samples in order, at most {@code limit}, and not always as many as there
     *     are; empty when none came in time
     * @throws IllegalArgumentException if {@code block} is positive
     */
    CompletionStage<List<Entry>> read(int partition, String after, int limit, Duration block);

    /**
     * Notes that a reader is done with everything up to and including this entry. It may be called
     * late or not at all; then entries only stay longer.
     *
     * @param reader one of {@link #LIVE}, {@link #HISTORY}, {@link #RULES}
     */
    CompletionStage<Void> confirm(String reader, int partition, String id);

    /** What the reader confirmed last, or {@code "0"}. */
    CompletionStage<String> confirmed(String reader, int partition);

    /** A reader with a connection of its own, because one that waits blocks its connection. */
    interface Reader extends AutoCloseable {
        /**
         * Reads on, as {@link SampleQueue#read} does, but may wait.
         *
         * @param block at most four seconds are waited, so that a dead connection is noticed
         */
        CompletionStage<List<Entry>> read(int partition, String after, int limit, Duration block);

        @Override
        void close();
    }

    Reader openReader();

    /**
     * @param id its place in the partition, greater than that of every earlier entry; two entries'
     *     ids compare by {@link #compareIds}
     */
    record Entry(String id, Sample sample) {}

    /** Order of entry ids ({@code milliseconds-number}). */
    static int compareIds(String a, String b) {
        String[] left = a.split("-", 2);
        String[] right = b.split("-", 2);
        int byTime = Long.compare(Long.parseLong(left[0]), Long.parseLong(right[0]));
        return byTime != 0
                ? byTime
                : Long.compare(
                        left.length > 1 ? Long.parseLong(left[1]) : 0,
                        right.length > 1 ? Long.parseLong(right[1]) : 0);
    }
}
