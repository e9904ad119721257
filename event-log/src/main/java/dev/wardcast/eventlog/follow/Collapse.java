package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * Which readings need not be told to a leg that fell behind, because newer ones of the same room
 * and key are known. It holds no events, only the clock of the newest for each key; a reading of
 * which no newer one was seen always gets through. On the hub's thread.
 */
final class Collapse {

    /** Readings of further keys are not left out: they all arrive, as without this. */
    static final int MOST_KEYS = 2_000;

    private record Key(String room, String collapseKey) {}

    private final Map<Key, Long> newest = new HashMap<>();
    private Standing lookedTo;
    private long counted;
    private int uncounted;

    Collapse(Standing from) {
        this.lookedTo = from;
        this.counted = from.cursor().clock();
    }

    Standing lookedTo() {
        return lookedTo;
    }

    void lookedTo(Standing standing) {
        lookedTo = standing;
    }

    void saw(LogEvent event) {
        String collapseKey = event.collapseKey();
        if (collapseKey == null) {
            return;
        }
        Key key = new Key(event.room(), collapseKey);
        if (newest.size() < MOST_KEYS || newest.containsKey(key)) {
            newest.merge(key, event.clock(), Math::max);
        }
    }

    void lookedTo(Cursor cursor) {
        lookedTo = lookedTo.advance(cursor);
    }

    /** Whether a newer reading is known. To be asked in the order of the log. */
    boolean supersedes(LogEvent event) {
        String collapseKey = event.collapseKey();
        if (collapseKey == null) {
            return false;
        }
        Long known = newest.get(new Key(event.room(), collapseKey));
        boolean superseded = known != null && known > event.clock();
        if (superseded && event.clock() > counted) {
            uncounted++;
        }
        return superseded;
    }

    /**
     * The leg was given everything up to here that is not superseded.
     *
     * @return how many were left out that were not counted before: a page that was not taken whole
     *     is given again
     */
    int passed(long clock) {
        counted = Math.max(counted, clock);
        int more = uncounted;
        uncounted = 0;
        return more;
    }
}
