package dev.wardcast.eventlog.follow;

import static java.util.stream.Collectors.toSet;

import dev.wardcast.eventlog.LogEvent;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A room that this node listens to, with its most recent events. Belongs to the hub's thread.
 *
 * <p>Invariant while active: every event of the room with a clock in ({@link #floor}, {@link
 * #last}] is in the ring, and every event up to {@code last} was handed to the followers.
 */
final class ActiveRoom {

    private final String name;
    private final LogEvent[] ring;
    private int start;
    private int size;

    private boolean active;
    private long last;
    private long floor;

    private Delivered had = Delivered.NOTHING;

    /** Heard while the room was not active yet. */
    private final List<LogEvent> held = new ArrayList<>();

    private final Set<Leg> legs = new HashSet<>();
    private final Map<LoopFan, Integer> fans = new HashMap<>();
    private long idleSinceNanos = System.nanoTime();

    ActiveRoom(String name, int ringSize) {
        this.name = name;
        this.ring = new LogEvent[ringSize];
    }

    String name() {
        return name;
    }

    boolean active() {
        return active;
    }

    long last() {
        return last;
    }

    long floor() {
        return floor;
    }

    List<LogEvent> held() {
        return held;
    }

    Set<LoopFan> fans() {
        return fans.keySet();
    }

    Set<Leg> legs() {
        return legs;
    }

    /** Takes up listening from a state read at one moment. */
    void activate(long roomLast, long roomFloor, List<LogEvent> newest) {
        clear();
        newest.forEach(this::push);
        last = roomLast;
        // Whatever does not fit in the ring moves the floor up; see push.
        floor = Math.max(floor, roomFloor);
        active = true;
    }

    /**
     * Forgets what it knew, but for the ids in the ring: a log that begins anew may still have
     * those events. Events are held until the next activation.
     */
    void deactivate() {
        if (size > 0) {
            had = new Delivered(after(0).stream().map(LogEvent::id).collect(toSet()), last);
        }
        active = false;
        held.clear();
        clear();
    }

    /** What was handed out before the room was last deactivated; one object for all who had it. */
    Delivered had() {
        return had;
    }

    /** A hole up to {@code newFloor} that can't be filled: the ring begins again after it. */
    void breakAt(long newFloor) {
        clear();
        floor = newFloor;
        last = newFloor;
    }

    void append(LogEvent event) {
        push(event);
        last = event.clock();
    }

    private void push(LogEvent event) {
        if (size == ring.length) {
            floor = ring[start].clock();
            ring[start] = event;
            start = (start + 1) % ring.length;
        } else {
            ring[(start + size++) % ring.length] = event;
        }
    }

    private void clear() {
        java.util.Arrays.fill(ring, null);
        start = 0;
        size = 0;
        floor = 0;
        last = 0;
    }

    /**
     * The ring's events after {@code clock}, oldest first; a view that holds until the next one.
     */
    List<LogEvent> after(long clock) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).clock() > clock) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int from = low;
        return new AbstractList<>() {
            @Override
            public LogEvent get(int index) {
                return at(from + index);
            }

            @Override
            public int size() {
                return size - from;
            }
        };
    }

    private LogEvent at(int index) {
        return ring[(start + index) % ring.length];
    }

    void add(Leg leg) {
        if (legs.add(leg)) {
            fans.merge(leg.fan(), 1, Integer::sum);
        }
    }

    void remove(Leg leg) {
        if (legs.remove(leg)) {
            fans.computeIfPresent(leg.fan(), (fan, count) -> count == 1 ? null : count - 1);
            idleSinceNanos = System.nanoTime();
        }
    }

    boolean idleFor(long nanos, long now) {
        return legs.isEmpty() && now - idleSinceNanos >= nanos;
    }
}
