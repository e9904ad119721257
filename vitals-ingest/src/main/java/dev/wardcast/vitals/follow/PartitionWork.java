package dev.wardcast.vitals.follow;

import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What is done with the samples of a partition. Called for one batch after the other, in order; by
 * another node too for a moment, when a node has lost its lease without knowing: so the position is
 * moved only by whoever may.
 */
public interface PartitionWork {

    /** The reader's name in the queue, for instance {@link SampleQueue#LIVE}. */
    String reader();

    /** The id of the last entry that is done with, {@code "0"} at the very start. */
    CompletionStage<String> position(int partition);

    /**
     * Does the work of one batch and moves the position to its last entry.
     *
     * @param after the position so far
     * @param entries what follows it; not empty
     * @param lease under which the node works
     * @return {@code false} if another one has moved the position meanwhile: this one must stop.
     *     When it fails, the same batch comes again
     */
    CompletionStage<Boolean> process(int partition, String after, List<Entry> entries, Lease lease);

    /**
     * Called now and then while there is nothing to work on.
     *
     * @param asOf everything that was in the queue then has been worked on
     */
    default CompletionStage<Void> idle(int partition, Instant asOf) {
        return CompletableFuture.completedStage(null);
    }
}
