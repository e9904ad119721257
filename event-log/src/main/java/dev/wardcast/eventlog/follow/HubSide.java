package dev.wardcast.eventlog.follow;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the hub's thread knows of a leg, and nobody else. */
final class HubSide {

    private final Map<String, ActiveRoom> rooms = new HashMap<>(4);
    private boolean closed;
    private int asked;
    private long historyEnd;
    private @Nullable Collapse collapse;

    Map<String, ActiveRoom> rooms() {
        return rooms;
    }

    boolean closed() {
        return closed;
    }

    void close() {
        closed = true;
        collapse = null;
    }

    void asks(CatchUp.Question question) {
        asked = question.turn();
        if (!question.collapse()) {
            collapse = null;
        } else if (collapse == null) {
            collapse = new Collapse(question.from());
        }
    }

    /** Whether an answer to this question would still be listened to. */
    boolean awaits(CatchUp.Question question) {
        return !closed && asked == question.turn();
    }

    /** What may be left out; null for a leg that gets everything. */
    @Nullable Collapse collapse() {
        return collapse;
    }

    /** Up to here it follows for the sake of history, of which it takes what there is. */
    long historyEnd() {
        return historyEnd;
    }

    void historyUpTo(long clock) {
        historyEnd = clock;
    }
}
