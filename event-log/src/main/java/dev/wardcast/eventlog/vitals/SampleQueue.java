package dev.wardcast.eventlog.vitals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32;

/**
 * The durable way of samples from the devices to whoever works on them. Partitioned by patient: all
 * samples of a patient are in one partition, in the order in which they were appended. Readers keep
 * their own position and may read the same entries again; entries stay for the retention time.
 */
public interface SampleQueue {

    /** Fixed for the life of an installation. */
    int PARTITIONS = 8;

    static int partitionOf(String patientId) {
        CRC32 crc = new CRC32();
        crc.update(patientId.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % PARTITIONS);
    }

    /**
     * Appends samples of one partition in one atomic step. When the stage completes, Redis has them
     * in its append-only file.
     *
     * @return for each sample whether it was new; one whose {@code device_id} and {@code sequence}
     *     were appended before is skipped
     */
    CompletionStage<List<Boolean>> append(int partition, List<Sample> samples);

    /**
     * Reads on.
     *
     * @param after the id of the last entry seen, or {@code "0"} for the oldest that is there
     * @param block how long to wait for a first entry; zero answers at once
     * @return the next entries in order, at most {@code limit}; empty when none came in time
     */
    CompletionStage<List<Entry>> read(int partition, String after, int limit, Duration block);

    /** Opens a reader of its own connection, because a reader that waits blocks its connection. */
    interface Reader extends AutoCloseable {
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
