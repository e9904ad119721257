package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A follower in one partition: where it stands, and whether it takes events as they come or reads
 * up from the buffer.
 *
 * <p>It takes events as they come only while it is {@code LIVE}. In every other state it lets them
 * pass, because it will read on from its cursor later; so there is no queue of its own that could
 * grow or overflow.
 */
final class Leg {

    private enum State {
        /** Not begun, or told to wait: by a gap, or by a follower that wants no more for now. */
        WAITING,
        READING,
        LIVE,
        CLOSED
    }

    private final Following following;
    private final PartitionHub hub;
    private final LoopFan fan;

    // Belongs to the loop.
    private State state = State.WAITING;
    private boolean begun;

    /** Counts what was asked of the hub; an answer to an earlier question comes too late. */
    private int turn;

    private boolean paused;
    private Cursor cursor = Cursor.UNKNOWN;
    private Set<String> skip = Set.of();
    private boolean touched;
    private final Set<String> names = new HashSet<>();

    // Belongs to the hub's thread.
    private final Map<String, ActiveRoom> rooms = new HashMap<>();
    private final Map<String, Long> forgiven = new HashMap<>();
    private boolean closed;

    Leg(Following following, PartitionHub hub, LoopFan fan) {
        this.following = following;
        this.hub = hub;
        this.fan = fan;
    }

    LoopFan fan() {
        return fan;
    }

    // --- on the hub's thread

    Map<String, ActiveRoom> rooms() {
        return rooms;
    }

    boolean closedOnHub() {
        return closed;
    }

    void closeOnHub() {
        closed = true;
    }

    /**
     * Whether everything of the room after {@code clock} can be had, or its loss was already told.
     */
    boolean contiguous(String room, long roomFloor, long clock) {
        // Clock 0 is what a gap of the whole epoch goes on from: its losses are told already.
        return clock == 0 || roomFloor <= clock || roomFloor <= forgiven.getOrDefault(room, -1L);
    }

    void forgive(String room, long roomFloor) {
        forgiven.put(room, roomFloor);
    }

    // --- on the loop

    Cursor cursor() {
        return cursor;
    }

    void addName(String room) {
        if (names.add(room)) {
            fan.add(room, this);
        }
    }

    /** From here on nothing of the room gets through, whatever is still on its way. */
    void removeName(String room) {
        if (names.remove(room)) {
            fan.remove(room, this);
        }
    }

    Set<String> names() {
        return names;
    }

    void place(Cursor at) {
        cursor = at;
        following.placed();
    }

    /** Starts to read, if it has not yet. */
    void begin() {
        if (!begun) {
            begun = true;
            readOn();
        }
    }

    /**
     * @return whether the follower took it
     */
    boolean offer(LogEvent event) {
        if (state != State.LIVE || event.clock() <= cursor.clock()) {
            return false;
        }
        if (!following.follower().wantsMore()) {
            // It reads on from its cursor when it has room again.
            state = State.WAITING;
            paused = true;
            following.countPause();
            return false;
        }
        take(event);
        return true;
    }

    private void take(LogEvent event) {
        cursor = event.cursor();
        if (skip.isEmpty() || !skip.contains(event.id())) {
            following.follower().event(event);
        }
    }

    /**
     * @return whether this is the first event since the last flush
     */
    boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    void flush() {
        touched = false;
        if (state != State.CLOSED) {
            following.follower().flush();
        }
    }

    /**
     * Takes events from the buffer.
     *
     * @param answered the turn in which they were asked for
     * @param reached everything up to here is in {@code events} or was delivered before
     * @param live whether the hub has nothing after {@code reached} that it did not offer since
     */
    void page(int answered, List<LogEvent> events, Cursor reached, boolean live) {
        if (state != State.READING || answered != turn) {
            return;
        }
        for (LogEvent event : events) {
            if (state != State.READING) {
                return;
            }
            if (names.contains(event.room())) {
                take(event);
            }
        }
        cursor = reached;
        following.follower().flush();
        if (state != State.READING) {
            return;
        }
        if (live) {
            state = State.LIVE;
            following.follower().caughtUp();
        } else if (following.follower().wantsMore()) {
            readOn();
        } else {
            state = State.WAITING;
            paused = true;
        }
    }

    void answerGap(int answered, Set<String> lost, Cursor goOnFrom) {
        if (answered == turn) {
            gap(lost, goOnFrom);
        }
    }

    void gap(Set<String> lost, Cursor goOnFrom) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.WAITING;
        paused = false;
        int told = ++turn;
        Cursor since = cursor;
        cursor = goOnFrom;
        lost.retainAll(names);
        Gap gap =
                new Gap(
                        lost,
                        since,
                        delivered -> {
                            if (state == State.WAITING && told == turn) {
                                HashSet<String> ids = new HashSet<>(skip);
                                ids.addAll(delivered);
                                skip = ids;
                                readOn();
                            }
                        });
        following.follower().gap(gap);
    }

    void resume() {
        if (state == State.WAITING && paused) {
            readOn();
        }
    }

    private void readOn() {
        paused = false;
        state = State.READING;
        Cursor from = cursor;
        int asking = ++turn;
        hub.command(() -> hub.legs().readOn(this, asking, from, false));
    }

    void close() {
        state = State.CLOSED;
        for (String room : names) {
            fan.remove(room, this);
        }
        names.clear();
        hub.command(() -> hub.legs().detach(this));
    }
}
