package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a leg is: a cursor for all its rooms, and where the rooms stand that are not at the
 * cursor.
 *
 * <p>The cursor is a promise about every room, so it is never ahead of one; a room that is further
 * on stands {@code elsewhere} until the cursor has passed it. A room whose position is of another
 * epoch stands elsewhere too, until the hub has judged it.
 *
 * @param elsewhere no entry of the cursor's own epoch has a clock up to the cursor's
 */
record Standing(Cursor cursor, Map<String, Cursor> elsewhere) {

    static Standing at(Cursor cursor) {
        return new Standing(cursor, Map.of());
    }

    Cursor in(String room) {
        return elsewhere.getOrDefault(room, cursor);
    }

    /** The cursor moves on, and what it has passed is no longer elsewhere. */
    Standing advance(Cursor to) {
        if (elsewhere.isEmpty()) {
            return at(to);
        }
        Map<String, Cursor> rest = new HashMap<>(elsewhere);
        rest.values().removeIf(own -> passed(to, own));
        return new Standing(to, rest);
    }

    private static boolean passed(Cursor cursor, Cursor own) {
        return !own.equals(Cursor.UNKNOWN)
                && own.epoch().equals(cursor.epoch())
                && own.clock() <= cursor.clock();
    }

    /** One room moves on to where what is lost of it ends. */
    Standing skipTo(String room, Cursor to) {
        Map<String, Cursor> moved = new HashMap<>(elsewhere);
        moved.put(room, to);
        return new Standing(cursor, moved).advance(cursor);
    }

    /**
     * One more room, which stands where its own reader had got. If that is behind the cursor, the
     * cursor goes back there, and the other rooms stay where they are: nothing of them comes twice.
     */
    Standing join(String room, Cursor at, Collection<String> others) {
        if (!passed(cursor, at) || at.equals(cursor)) {
            return skipTo(room, at);
        }
        Map<String, Cursor> stay = new HashMap<>();
        for (String other : others) {
            if (!other.equals(room)) {
                stay.put(other, in(other));
            }
        }
        return new Standing(at, stay);
    }

    Standing leave(String room) {
        if (!elsewhere.containsKey(room)) {
            return this;
        }
        Map<String, Cursor> rest = new HashMap<>(elsewhere);
        rest.remove(room);
        return new Standing(cursor, rest);
    }

    /** The lost rooms begin again with whatever there is; the other ones stay where they are. */
    Standing restart(String epoch, Collection<String> lost, Collection<String> rooms) {
        Map<String, Cursor> stay = new HashMap<>();
        for (String room : rooms) {
            if (!lost.contains(room)) {
                stay.put(room, in(room));
            }
        }
        return new Standing(new Cursor(epoch, 0), stay);
    }
}
