package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What part of a patient's history is asked for.
 *
 * @param types only these vital signs; empty for all
 * @param from the earliest time, inclusive
 * @param before the page begins after this place, going back in time
 * @param limit 1 to {@value #MAX_LIMIT} readings
 */
public record HistoryQuery(
        String patientId, Set<VitalType> types, Instant from, HistoryCursor before, int limit) {

    public static final int MAX_LIMIT = 1_000;
    public static final int DEFAULT_LIMIT = 100;

    /** Bounds of what PostgreSQL and a person can make sense of. */
    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * Reads the parameters.
     *
     * @throws ProblemException 400 naming the parameter
     */
    static HistoryQuery of(
            String patientId,
            @Nullable String type,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit,
            @Nullable String cursor) {
        int size = limit(limit, MAX_LIMIT);
        Instant begin = from == null ? EARLIEST : time("from", from);
        Instant end = to == null ? LATEST : time("to", to);
        if (end.isBefore(begin)) {
            throw bad("to", "not before from");
        }
        return new HistoryQuery(
                patientId,
                type == null ? Set.of() : Set.of(type(type)),
                begin,
                cursor == null ? HistoryCursor.before(end) : cursor(cursor),
                size);
    }

    /** How many things a page has. */
    static int limit(@Nullable Integer limit, int most) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > most) {
            throw bad("limit", "1 to " + most);
        }
        return size;
    }

    static VitalType type(String type) {
        return VitalType.ofWireName(type)
                .orElseThrow(() -> bad("type", "a data_type such as heart_rate"));
    }

    static Instant time(String name, String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw bad(name, "RFC 3339, such as 2025-12-29T23:30:00Z");
    }

    /**
     * @throws ProblemException 400 if we never gave out such a cursor
     */
    public static HistoryCursor cursor(String cursor) {
        try {
            return HistoryCursor.decode(cursor);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw bad("cursor", "next_cursor of an earlier page, unchanged");
        }
    }

    static ProblemException bad(String name, String expected) {
        return ProblemException.badRequest(
                "invalid_parameter", name + " (expected: " + expected + ")");
    }
}
