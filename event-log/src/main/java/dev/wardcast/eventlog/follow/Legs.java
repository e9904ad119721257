package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.Position;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The followers of one partition, as far as the hub's thread knows them: which rooms each is in,
 * and who waits until the hub can answer. On the hub's thread but for {@link #open}, {@link
 * #attach}, {@link #whenReady} and {@link #detach}.
 */
final class Legs {

    private final PartitionHub hub;
    private final RoomTable table;
    private final CatchUp catchUp;
    private final Backlogs backlogs;

    /** Waits for rooms to become active, or for the hub to be whole again. */
    private final Queue<Runnable> parked = new ArrayDeque<>();

    Legs(PartitionHub hub, RoomTable table, LogReader reader, HubStats stats) {
        this.hub = hub;
        this.table = table;
        this.backlogs = new Backlogs(hub, table, reader, stats);
        this.catchUp = new CatchUp(hub, table, backlogs);
    }

    CatchUp catchUp() {
        return catchUp;
    }

    Backlogs backlogs() {
        return backlogs;
    }

    void park(List<Runnable> steps) {
        parked.addAll(steps);
    }

    void runParked() {
        for (int n = parked.size(); n > 0; n--) {
            Runnable step = parked.remove();
            step.run();
        }
    }

    /** Begins a leg: it is placed once all its rooms are active. */
    void open(Leg leg, List<String> names, Start start) {
        hub.command(() -> {
            names.forEach(name -> admit(leg, name));
            placeWhenReady(leg, start);
        });
    }

    private void placeWhenReady(Leg leg, Start start) {
        if (leg.hubSide().closed()) {
            return;
        }
        switch (start) {
            case Start.After(Position position) ->
                    place(leg, position.in(hub.partition()).orElse(Cursor.UNKNOWN));
            case Start.Now() -> {
                if (ready(leg)) {
                    place(leg, new Cursor(table.epoch(), table.clock()));
                } else {
                    parked.add(() -> placeWhenReady(leg, start));
                }
            }
            case Start.Newest(int count) -> {
                if (ready(leg) && leg.hubSide().rooms().isEmpty()) {
                    place(leg, new Cursor(table.epoch(), table.clock()));
                } else if (ready(leg)) {
                    leg.hubSide().historyUpTo(table.clock());
                    place(
                            leg,
                            new Cursor(
                                    table.epoch(),
                                    table.beforeNewest(count, leg.hubSide().rooms().values())));
                } else {
                    parked.add(() -> placeWhenReady(leg, start));
                }
            }
        }
    }

    private static void place(Leg leg, Cursor at) {
        leg.fan().execute(() -> leg.place(at));
    }

    void attach(Leg leg, String name) {
        hub.command(() -> admit(leg, name));
    }

    /**
     * Calls back on the leg's loop once nothing new of its rooms can be missed: from this cursor
     * on.
     */
    void whenReady(Leg leg, Consumer<Cursor> then) {
        hub.command(() -> callWhenReady(leg, then));
    }

    private void callWhenReady(Leg leg, Consumer<Cursor> then) {
        if (leg.hubSide().closed()) {
            return;
        }
        if (ready(leg)) {
            Cursor now = new Cursor(table.epoch(), table.clock());
            leg.fan().execute(() -> then.accept(now));
        } else {
            parked.add(() -> callWhenReady(leg, then));
        }
    }

    private void admit(Leg leg, String name) {
        if (leg.hubSide().closed()) {
            return;
        }
        ActiveRoom room = hub.activeRoom(name);
        room.add(leg);
        leg.hubSide().rooms().put(name, room);
    }

    void detach(Leg leg, String name) {
        hub.command(() -> {
            ActiveRoom room = leg.hubSide().rooms().remove(name);
            if (room != null) {
                room.remove(leg);
            }
        });
    }

    void detach(Leg leg) {
        leg.hubSide().close();
        leg.hubSide().rooms().values().forEach(room -> room.remove(leg));
        leg.hubSide().rooms().clear();
    }

    boolean ready(Leg leg) {
        if (!table.whole()) {
            return false;
        }
        for (ActiveRoom room : leg.hubSide().rooms().values()) {
            if (!room.active()) {
                return false;
            }
        }
        return true;
    }

    void tellNewEpoch(Leg leg) {
        Set<String> lost = Set.copyOf(leg.hubSide().rooms().keySet());
        List<Delivered> had = leg.hubSide().rooms().values().stream().map(ActiveRoom::had).toList();
        String epoch = table.epoch();
        leg.fan().execute(() -> leg.newEpoch(lost, epoch, had));
    }
}
