package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import java.util.Arrays;
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

    static final long[] NONE = {};

    private record Key(String room, String collapseKey) {}

    private final Map<Key, Long> newest = new HashMap<>();
    private Standing lookedTo;
    private long[] leftOut = NONE;
    private int count;

    Collapse(Standing from) {
        this.lookedTo = from;
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
        if (superseded) {
            if (count == leftOut.length) {
                leftOut = Arrays.copyOf(leftOut, Math.max(64, 2 * count));
            }
            leftOut[count++] = event.clock();
        }
        return superseded;
    }

    /** The clocks of what is superseded in the page that was just made, in ascending order. */
    long[] leftOut() {
        long[] clocks = Arrays.copyOf(leftOut, count);
        leftOut = NONE;
        count = 0;
        return clocks;
    }
}
