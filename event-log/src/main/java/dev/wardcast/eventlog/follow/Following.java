package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A follower's hold on its rooms. All methods are to be called on the follower's loop. */
public final class Following {

    private static final Start NOW = new Start.Now();

    private final RoomHub hub;
    private final Follower follower;
    private final Executor loop;
    private final TreeMap<Integer, Leg> legs = new TreeMap<>();
    private int expected;
    private int placed;
    private boolean started;
    private boolean closed;

    Following(RoomHub hub, Follower follower, Executor loop) {
        this.hub = hub;
        this.follower = follower;
        this.loop = loop;
    }

    Follower follower() {
        return follower;
    }

    /**
     * Everything up to here, in every followed room, was given to the follower. Empty cursors
     * before {@link Follower#started}.
     */
    public Position position() {
        TreeMap<Integer, Cursor> cursors = new TreeMap<>();
        legs.forEach((partition, leg) -> cursors.put(partition, leg.cursor()));
        return new Position(cursors);
    }

    /** Whether an event's own cursor is the whole position, so that all clients share its text. */
    public boolean inOnePartition() {
        return legs.size() == 1;
    }

    /** Follows one more room, from now on. */
    public void join(Room room) {
        join(room, Optional.empty());
    }

    /**
     * Follows one more room; without effect if it is followed already.
     *
     * <p>The follower goes back to the position, with this room alone: {@link #position} may be
     * older for a while than it was before, and what arrives meanwhile is in the order of the log
     * from there on. Nothing of the other rooms comes twice.
     *
     * @param after where a reader of this one room stopped; empty to begin now. A position that
     *     means nothing here is answered with a gap of this room
     */
    public void join(Room room, Optional<Position> after) {
        join(room, after, from -> {});
    }

    /**
     * The same, and calls back when the room is being listened to: nothing that is published from
     * then on, which is after this position, is missed. Never called if the follower is closed
     * before.
     */
    public void join(Room room, Optional<Position> after, Consumer<Position> joined) {
        if (closed || follows(room)) {
            return;
        }
        if (room instanceof Room.User) {
            standEverywhere(after.<Start>map(Start.After::new).orElse(NOW));
        }
        String name = room.name();
        int partition = hub.partitionOf(name);
        Leg leg = legs.get(partition);
        if (leg == null) {
            expect(1);
            leg = begin(partition, List.of(name), after.<Start>map(Start.After::new).orElse(NOW));
        } else if (after.isEmpty()) {
            leg.addName(name);
            hub.partition(partition).legs().attach(leg, name);
        } else {
            leg.join(name, after.get().in(partition).orElse(Cursor.UNKNOWN));
            hub.partition(partition).legs().attach(leg, name);
            leg.readAgain();
        }
        hub.partition(partition)
                .legs()
                .whenReady(leg, cursor -> joined.accept(Position.of(partition, cursor)));
    }

    /** The user's groups may be in any partition; see {@link RoomHub#follow}. */
    private void standEverywhere(Start start) {
        for (int partition = 0; partition < hub.partitions(); partition++) {
            if (!legs.containsKey(partition)) {
                expect(1);
                begin(partition, List.of(), start);
            }
        }
    }

    /** Whether the events of both rooms have one order and one cursor. */
    public boolean besideEachOther(Room one, Room other) {
        return hub.partitionOf(one.name()) == hub.partitionOf(other.name());
    }

    /** Stops following a room: nothing of it arrives after this call. */
    public void leave(Room room) {
        String name = room.name();
        int partition = hub.partitionOf(name);
        Leg leg = legs.get(partition);
        if (leg != null) {
            leg.removeName(name);
            hub.partition(partition).legs().detach(leg, name);
        }
    }

    public boolean follows(Room room) {
        Leg leg = legs.get(hub.partitionOf(room.name()));
        return leg != null && leg.names().contains(room.name());
    }

    /** The follower wants more again. */
    public void resume() {
        legs.values().forEach(Leg::resume);
    }

    public void close() {
        if (!closed) {
            closed = true;
            legs.values().forEach(Leg::close);
        }
    }

    /** Ids that are remembered because of gaps. */
    int remembered() {
        return legs.values().stream().mapToInt(Leg::remembered).sum();
    }

    void expect(int more) {
        expected += more;
    }

    Leg begin(int partition, List<String> rooms, Start start) {
        PartitionHub home = hub.partition(partition);
        Leg leg = new Leg(this, home, home.fan(loop));
        legs.put(partition, leg);
        rooms.forEach(leg::addName);
        home.legs().open(leg, rooms, start);
        return leg;
    }

    /** A leg knows where it begins. Nothing is delivered before all do, so no position is half. */
    void placed() {
        placed++;
        if (closed || placed < expected) {
            return;
        }
        if (!started) {
            started = true;
            follower.started();
        }
        legs.values().forEach(Leg::begin);
    }

    void countPause() {
        hub.stats().paused();
    }

    void countCollapsed(int readings) {
        if (readings > 0) {
            hub.stats().collapsed(readings);
        }
    }

    void countGap() {
        hub.stats().gapTold();
    }
}
