package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which summaries of a patient's history are asked for.
 *
 * @param types only these vital signs; not empty
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 * @param after the page begins after this place; {@code null} for the first
 * @param limit 1 to {@value #MAX_LIMIT} summaries
 */
record SummaryQuery(
        String patientId,
        Resolution resolution,
        Set<VitalType> types,
        Instant from,
        Instant to,
        @Nullable SummaryCursor after,
        int limit) {

    /** A day of one vital sign by the minute, and a little more. */
    static final int MAX_LIMIT = 1_500;

    /**
     * Reads the parameters.
     *
     * @throws ProblemException 400 naming the parameter
     */
    static SummaryQuery of(
            String patientId,
            String resolution,
            @Nullable String type,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit,
            @Nullable String cursor) {
        Resolution buckets =
                Resolution.ofWireName(resolution)
                        .orElseThrow(() -> HistoryQuery.bad("resolution", Resolution.all()));
        SummaryCursor after = cursor == null ? null : cursor(cursor, buckets);
        Instant end = to == null ? HistoryQuery.LATEST : HistoryQuery.time("to", to);
        return new SummaryQuery(
                patientId,
                buckets,
                type == null ? EnumSet.allOf(VitalType.class) : EnumSet.of(HistoryQuery.type(type)),
                from == null ? HistoryQuery.EARLIEST : HistoryQuery.time("from", from),
                after == null ? end : after.to(),
                after,
                HistoryQuery.limit(limit, MAX_LIMIT));
    }

    private static SummaryCursor cursor(String text, Resolution resolution) {
        try {
            SummaryCursor cursor = SummaryCursor.decode(text);
            if (cursor.resolution() == resolution) {
                return cursor;
            }
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            // Said below.
        }
        throw HistoryQuery.bad("cursor", "next_cursor of an earlier page, unchanged");
    }

    /** Where the search begins, going back in time. */
    Instant end() {
        if (after == null) {
            return to;
        }
        Instant bucketEnd = after.bucket().plus(resolution.length());
        return bucketEnd.isBefore(to) ? bucketEnd : to;
    }

    /** Whether it was on an earlier page. */
    boolean isBehind(Summary summary) {
        return after != null && !summary.isAfter(after.bucket(), after.type().wireName());
    }
}
