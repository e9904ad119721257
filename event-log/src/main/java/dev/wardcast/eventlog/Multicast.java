package dev.wardcast.eventlog;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that is the very same in many rooms, such as what somebody says to all who take part. It
 * is published {@linkplain NewEvent#once once} in each.
 *
 * @param event as its first room gets it
 * @param rooms all of them, each once; 1 to {@value #MOST_ROOMS}
 */
public record Multicast(NewEvent event, List<Room> rooms) {

    /** Bounds for how long Redis does nothing else: some 50 µs for each. */
    public static final int MOST_ROOMS = 256;

    public Multicast {
        rooms = List.copyOf(rooms);
        if (rooms.isEmpty() || rooms.size() > MOST_ROOMS) {
            throw new IllegalArgumentException(
                    "rooms: %d (expected: 1 to %d)".formatted(rooms.size(), MOST_ROOMS));
        }
        if (new HashSet<>(rooms).size() < rooms.size()) {
            throw new IllegalArgumentException("rooms (expected: each once)");
        }
        if (!event.room().equals(rooms.getFirst())) {
            throw new IllegalArgumentException("event (expected: one of the first room)");
        }
        if (!event.once()) {
            throw new IllegalArgumentException(
                    "event " + event.id() + " (expected: published once)");
        }
    }

    /** One for a single room. */
    public static Multicast of(NewEvent event) {
        return new Multicast(event, List.of(event.room()));
    }

    /**
     * @param rooms 1 to {@value #MOST_ROOMS}, each once
     * @param data as of a {@link NewEvent}
     */
    public static Multicast once(
            String id, List<Room> rooms, EventType type, Instant at, byte[] data) {
        if (rooms.isEmpty()) {
            throw new IllegalArgumentException("rooms (expected: at least one)");
        }
        return new Multicast(NewEvent.once(id, rooms.getFirst(), type, at, data), rooms);
    }

    /** The same for the same rooms, with other data. */
    public Multicast withData(byte[] data) {
        return new Multicast(
                new NewEvent(
                        event.id(),
                        event.room(),
                        event.type(),
                        event.at(),
                        data,
                        event.collapseKey(),
                        event.once(),
                        event.trace()),
                rooms);
    }

    /** The same as part of a recorded step, or of none. */
    public Multicast in(@Nullable TraceContext step) {
        return step == event.trace() ? this : new Multicast(event.in(step), rooms);
    }
}
