package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a partition in memory: fits what is heard and what is read together, and hands it to
 * the loops in the order of the log. It knows no Redis. On the hub's thread.
 *
 * <p>While it is whole, every event of an active room with a clock up to {@link #clock} has been
 * handed out; while it is not, events of active rooms are held until what is missing was read.
 */
final class RoomTable {

    /** More than this is not worth holding: reading it anew is cheaper than keeping it. */
    private static final int MOST_HELD = 65_536;

    private final int ringSize;
    private final long silentRoomMicros;
    private final HubStats stats;
    private final Map<String, ActiveRoom> rooms = new HashMap<>();
    private final List<LogEvent> held = new ArrayList<>();
    private final Map<LoopFan, List<LogEvent>> outgoing = new IdentityHashMap<>();

    private boolean whole;
    private String epoch = "";
    private long clock;

    RoomTable(LogOptions options, HubStats stats) {
        this.ringSize = options.ring();
        this.silentRoomMicros = TimeUnit.MILLISECONDS.toMicros(options.silentRoom().toMillis());
        this.stats = stats;
    }

    String epoch() {
        return epoch;
    }

    long clock() {
        return clock;
    }

    boolean whole() {
        return whole;
    }

    Collection<ActiveRoom> rooms() {
        return rooms.values();
    }

    @Nullable ActiveRoom room(String name) {
        return rooms.get(name);
    }

    ActiveRoom add(String name) {
        ActiveRoom room = new ActiveRoom(name, ringSize);
        rooms.put(name, room);
        return room;
    }

    /** Drops the rooms that nobody has followed for so long, and says which they were. */
    List<String> dropIdle(long idleNanos) {
        long now = System.nanoTime();
        List<String> idle =
                rooms.values().stream()
                        .filter(room -> room.active() && room.idleFor(idleNanos, now))
                        .map(ActiveRoom::name)
                        .toList();
        idle.forEach(rooms::remove);
        return idle;
    }

    /**
     * The clock after which the newest events of these rooms come, so many at most. Each ring has
     * its room's newest, so the events after it are all in the rings: no room's floor is above it.
     */
    long beforeNewest(int count, Collection<ActiveRoom> of) {
        if (count == 0) {
            return clock;
        }
        List<LogEvent> newest = new ArrayList<>();
        long highestFloor = 0;
        for (ActiveRoom room : of) {
            newest.addAll(room.after(0));
            highestFloor = Math.max(highestFloor, room.floor());
        }
        newest.sort(Comparator.comparingLong(LogEvent::clock));
        int from = newest.size() - count - 1;
        return from < 0 ? highestFloor : Math.max(highestFloor, newest.get(from).clock());
    }

    // --- hearing

    /** What an event that was heard says about what was not. */
    enum Heard {
        FINE,
        /** Something is missing before it. */
        HOLE,
        /** More is held than should be. */
        TOO_MUCH
    }

    Heard hear(LogEvent event) {
        ActiveRoom room = rooms.get(event.room());
        if (room == null) {
            return Heard.FINE;
        }
        stats.heard(event);
        if (!room.active()) {
            room.held().add(event);
            return room.held().size() > MOST_HELD ? Heard.TOO_MUCH : Heard.FINE;
        }
        if (!whole) {
            held.add(event);
            return held.size() > MOST_HELD ? Heard.TOO_MUCH : Heard.FINE;
        }
        if (!event.epoch().equals(epoch) || breaksChain(room, event)) {
            held.add(event);
            whole = false;
            return Heard.HOLE;
        }
        if (event.clock() > room.last()) {
            handOut(room, event);
        }
        return Heard.FINE;
    }

    private boolean breaksChain(ActiveRoom room, LogEvent event) {
        return event.clock() > room.last()
                && event.before() != room.last()
                && !afterLongSilence(room, event);
    }

    /** Redis forgets the state of a room that was silent for very long, and nothing with it. */
    private boolean afterLongSilence(ActiveRoom room, LogEvent event) {
        return event.before() == 0 && event.clock() - room.last() >= silentRoomMicros;
    }

    private void handOut(ActiveRoom room, LogEvent event) {
        room.append(event);
        clock = Math.max(clock, event.clock());
        for (LoopFan fan : room.fans()) {
            outgoing.computeIfAbsent(fan, f -> new ArrayList<>()).add(event);
        }
    }

    /** Gives the loops what was handed out: one task for each loop, however many events. */
    void send() {
        outgoing.forEach(LoopFan::deliver);
        outgoing.clear();
    }

    /** Something is missing, or may be; nothing is handed out until it was read. */
    void breakOff() {
        whole = false;
    }

    /** The connection is gone; whatever is held will be read again. */
    void disconnected() {
        whole = false;
        held.clear();
    }

    /** Everything up to there was heard and handed out, or is held until it can be. */
    void reached(long markClock) {
        clock = Math.max(clock, markClock);
    }

    void becomeWhole() {
        whole = true;
    }

    // --- fitting in what was read

    /** Takes up rooms that somebody began to follow; then hears what was held for them. */
    List<LogEvent> activate(List<RoomReading> readings, long readAt) {
        List<LogEvent> heardSince = new ArrayList<>();
        for (RoomReading reading : readings) {
            ActiveRoom room = rooms.get(reading.room());
            if (room == null || room.active()) {
                continue;
            }
            // Also of a reading that is not full: a buffer may have gone and begun anew.
            long before =
                    reading.events().isEmpty()
                            ? reading.last()
                            : reading.events().getFirst().before();
            long floor = Math.max(floorOf(reading, readAt), before);
            room.activate(reading.last(), floor, reading.events());
            heardSince.addAll(room.held());
            room.held().clear();
        }
        return heardSince;
    }

    /**
     * Up to which clock nothing can be had. Redis forgets the state of a room that was silent for
     * very long: of one that has none, or one whose first event it is, no more is known than that.
     */
    long floorOf(RoomReading reading, long readAt) {
        if (!reading.known()) {
            return Math.max(reading.floor(), unknownBefore(readAt));
        }
        boolean begins = !reading.events().isEmpty() && reading.events().getFirst().before() == 0;
        return begins
                ? Math.max(reading.floor(), unknownBefore(reading.events().getFirst().clock()))
                : reading.floor();
    }

    private long unknownBefore(long clock) {
        return Math.max(0, clock - silentRoomMicros);
    }

    /** How a recovery went. */
    enum Recovery {
        /** Everything is told. */
        WHOLE,
        /** There is more to read. */
        MORE,
        /** The log has less than was heard before. */
        FORGOT
    }

    /** Puts in order what was read and what was heard meanwhile. */
    Recovery recover(List<RoomReading> readings) {
        long bound = Long.MAX_VALUE;
        List<LogEvent> all = new ArrayList<>(held);
        held.clear();
        for (RoomReading reading : readings) {
            ActiveRoom room = rooms.get(reading.room());
            if (room == null || !room.active()) {
                continue;
            }
            if (lessThanWasHeard(reading)) {
                return Recovery.FORGOT;
            }
            if (reading.floor() > room.last()) {
                breakRoom(room, reading.floor());
            }
            all.addAll(reading.events());
            if (reading.full()) {
                bound = Math.min(bound, reading.end());
            }
        }
        all.sort(Comparator.comparingLong(LogEvent::clock));
        for (LogEvent event : all) {
            ActiveRoom room = rooms.get(event.room());
            if (room == null || !room.active()) {
                continue;
            }
            if (event.clock() > bound || !event.epoch().equals(epoch)) {
                held.add(event);
            } else if (event.clock() > room.last()) {
                if (event.before() < room.last() && !afterLongSilence(room, event)) {
                    return Recovery.FORGOT;
                }
                if (event.before() > room.last()) {
                    breakRoom(room, event.before());
                }
                handOut(room, event);
            }
        }
        send();
        return bound == Long.MAX_VALUE && held.isEmpty() ? Recovery.WHOLE : Recovery.MORE;
    }

    /** What a comparison with Redis brought to light. */
    enum Finding {
        FINE,
        /** Redis has events that were never heard. */
        LOST,
        /** Redis has less than was heard. */
        FORGOT
    }

    /** Compares what Redis has with what was heard, after a mark. */
    Finding compare(List<RoomReading> readings) {
        for (RoomReading reading : readings) {
            ActiveRoom room = rooms.get(reading.room());
            if (room != null && room.active() && whole) {
                if (lessThanWasHeard(reading)) {
                    return Finding.FORGOT;
                }
                if (reading.last() > room.last()) {
                    return Finding.LOST;
                }
            }
        }
        return Finding.FINE;
    }

    /** Compared with what had been heard when the reading began, not with what came since. */
    private static boolean lessThanWasHeard(RoomReading reading) {
        return reading.known() && reading.last() < reading.after();
    }

    private void breakRoom(ActiveRoom room, long newFloor) {
        room.breakAt(newFloor);
        // In front of everything that is read after it.
        send();
        Cursor end = new Cursor(epoch, newFloor);
        for (Leg leg : room.legs()) {
            leg.fan().execute(() -> leg.hole(room.name(), end));
        }
    }

    /**
     * Goes over to another epoch: every room has to be taken up anew.
     *
     * @return the followers that were in a room
     */
    Set<Leg> begin(String fresh) {
        send();
        epoch = fresh;
        clock = 0;
        held.clear();
        Set<Leg> concerned = new HashSet<>();
        for (ActiveRoom room : rooms.values()) {
            room.deactivate();
            concerned.addAll(room.legs());
        }
        return concerned;
    }
}
