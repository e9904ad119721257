package dev.wardcast.vitals.history;

import java.time.Duration;
import java.time.Instant;

/**
 * Where to look first when the newest are asked for. A search without a beginning would otherwise
 * be planned for every week that there is, and go through the index of each for a vital sign that
 * the patient never had.
 */
final class Recent {

    private static final Duration FIRST_LOOK = Duration.ofDays(28);

    private Recent() {}

    /**
     * The beginning of the first look.
     *
     * @param end of the search; nothing was measured after now
     */
    static Instant before(Instant end, Instant now) {
        Instant newest = end.isBefore(now) ? end : now;
        return newest.isBefore(HistoryQuery.EARLIEST.plus(FIRST_LOOK))
                ? HistoryQuery.EARLIEST
                : newest.minus(FIRST_LOOK);
    }
}
