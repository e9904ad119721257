package dev.wardcast.eventlog.vitals;

import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where readings become live events: in the rooms of their patients and devices. */
@FunctionalInterface
public interface ReadingLog {

    /**
     * Makes ready what is published of readings that follow one another in the queue; takes some
     * microseconds for each.
     *
     * @param partition of the queue
     */
    Prepared prepare(int partition, List<Entry> entries);

    /** Readings that are ready. */
    @FunctionalInterface
    interface Prepared {

        /**
         * Appends each reading to both of its rooms and announces it there, those of a room in
         * their order. Each has its own place, so that whoever comes back gets each of them.
         *
         * @return completes normally when all of them are appended and announced. When it completes
         *     exceptionally, any of them may have been
         */
        CompletionStage<Void> publish();
    }
}
