package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.util.List;

/**
 * A part of a room's past: every event with a clock in ({@link #from}, {@link #to}]. What is past
 * does not change, so it holds for as long as the epoch does.
 */
final class Chunk {

    /** What a chunk without events weighs, so that their number is bounded too. */
    private static final int BASE_WEIGHT = 16;

    final String room;
    final long from;
    final long to;
    final List<LogEvent> events;
    long usedNanos = System.nanoTime();

    private Chunk(String room, long from, long to, List<LogEvent> events) {
        this.room = room;
        this.from = from;
        this.to = to;
        this.events = events;
    }

    /**
     * @param floor nothing up to here can be had
     * @param readAt clock of the partition when it was read
     */
    static Chunk of(RoomReading reading, long floor, long readAt) {
        long to = reading.full() ? reading.end() : readAt;
        Chunk whole = new Chunk(reading.room(), reading.after(), to, List.copyOf(reading.events()));
        return new Chunk(reading.room(), Math.max(reading.after(), floor), to, whole.after(floor));
    }

    /**
     * Clock of the newest event that the chain of the events read says should be there and is not;
     * 0 if it is whole.
     */
    static long missingIn(RoomReading reading) {
        long missing = 0;
        long before = reading.after();
        for (LogEvent event : reading.events()) {
            if (event.before() > before) {
                missing = event.before();
            }
            before = event.clock();
        }
        return missing;
    }

    Chunk upTo(long end) {
        int until = events.size() - after(end).size();
        return new Chunk(room, from, end, events.subList(0, until));
    }

    boolean covers(long clock) {
        return from <= clock && clock < to;
    }

    /** The events after {@code clock}, oldest first; never copied, never changed. */
    List<LogEvent> after(long clock) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).clock() > clock) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return events.subList(low, events.size());
    }

    int weight() {
        return BASE_WEIGHT + events.size();
    }
}
