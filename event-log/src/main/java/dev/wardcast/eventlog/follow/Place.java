package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import java.util.Map;

/**
 * A leg's {@link Standing} as it moves, and what was put in for gaps that it has not passed yet.
 * Cursor and rooms are kept apart so that an event costs each leg no more than a reference.
 */
final class Place {

    private Cursor cursor = Cursor.UNKNOWN;
    private Map<String, Cursor> elsewhere = Map.of();
    private Delivered known = Delivered.NOTHING;

    Cursor cursor() {
        return cursor;
    }

    Standing standing() {
        // The cursor may have passed some rooms since.
        return new Standing(cursor, elsewhere).advance(cursor);
    }

    void stand(Standing at) {
        cursor = at.cursor();
        elsewhere = at.elsewhere();
    }

    void advance(Cursor to) {
        stand(standing().advance(to));
        forgetWhatIsPassed();
    }

    /**
     * @return whether the event is still to be told; if not, it was put in for a gap
     */
    boolean moveTo(LogEvent event) {
        cursor = event.cursor();
        if (known == Delivered.NOTHING) {
            return true;
        }
        boolean fresh = !known.ids().contains(event.id());
        forgetWhatIsPassed();
        return fresh;
    }

    /** Where the cursor is, none of those can come any more. */
    private void forgetWhatIsPassed() {
        if (cursor.clock() >= known.newestClock()) {
            known = Delivered.NOTHING;
        }
    }

    void remember(Delivered delivered) {
        known = known.and(delivered);
    }

    int remembered() {
        return known.ids().size();
    }
}
