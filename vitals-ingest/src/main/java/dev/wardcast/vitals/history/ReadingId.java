package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.SampleQueue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which reading: its entry in the queue that all readings come by. It never changes. */
public record ReadingId(int partition, long entryMs, long entryNumber) {

    private static final Pattern TEXT =
            Pattern.compile("(0|[1-9][0-9]{0,15})-(0|[1-9][0-9]{0,15})-([0-9])");

    static ReadingId of(String patientId, long entryMs, long entryNumber) {
        return new ReadingId(SampleQueue.partitionOf(patientId), entryMs, entryNumber);
    }

    /**
     * @param entryId of the queue
     */
    public static ReadingId of(String patientId, String entryId) {
        int dash = entryId.indexOf('-');
        return of(
                patientId,
                Long.parseLong(entryId.substring(0, dash)),
                Long.parseLong(entryId.substring(dash + 1)));
    }

    /** Empty for a text that we never gave out. */
    public static Optional<ReadingId> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new ReadingId(
                                Integer.parseInt(parts.group(3)),
                                Long.parseLong(parts.group(1)),
                                Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    /** At most 34 of {@code 0-9 -}. */
    @Override
    public String toString() {
        return entryMs + "-" + entryNumber + "-" + partition;
    }
}
