package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The followers of one partition, as far as the hub's thread knows them: gives each one what comes
 * after its cursor, from the rings or in pages from Redis, until nothing is between it and the
 * present. On the hub's thread but for {@link #open}, {@link #attach} and {@link #detach}.
 */
final class Legs {

    private static final int PAGE = 100;
    private static final int READ_LIMIT = 500;

    private final PartitionHub hub;
    private final RoomTable table;
    private final LogReader reader;
    private final HubStats stats;

    /** Waits for rooms to become active, or for the hub to be whole again. */
    private final Queue<Runnable> parked = new ArrayDeque<>();

    Legs(PartitionHub hub, RoomTable table, LogReader reader, HubStats stats) {
        this.hub = hub;
        this.table = table;
        this.reader = reader;
        this.stats = stats;
    }

    void runParked() {
        for (int n = parked.size(); n > 0; n--) {
            Runnable step = parked.remove();
            step.run();
        }
    }

    /** Begins a leg: it is placed once all its rooms are active. */
    void open(Leg leg, List<String> names, Optional<Cursor> after) {
        hub.command(() -> {
            names.forEach(name -> admit(leg, name));
            placeWhenReady(leg, after);
        });
    }

    private void placeWhenReady(Leg leg, Optional<Cursor> after) {
        if (leg.closedOnHub()) {
            return;
        }
        if (after.isPresent()) {
            leg.fan().execute(() -> leg.place(after.get()));
        } else if (ready(leg)) {
            Cursor now = new Cursor(table.epoch(), table.clock());
            leg.fan().execute(() -> leg.place(now));
        } else {
            parked.add(() -> placeWhenReady(leg, after));
        }
    }

    void attach(Leg leg, String name) {
        hub.command(() -> admit(leg, name));
    }

    private void admit(Leg leg, String name) {
        if (leg.closedOnHub()) {
            return;
        }
        ActiveRoom room = hub.activeRoom(name);
        room.add(leg);
        leg.rooms().put(name, room);
    }

    void detach(Leg leg, String name) {
        hub.command(() -> {
            ActiveRoom room = leg.rooms().remove(name);
            if (room != null) {
                room.remove(leg);
            }
        });
    }

    void detach(Leg leg) {
        leg.closeOnHub();
        leg.rooms().values().forEach(room -> room.remove(leg));
        leg.rooms().clear();
    }

    private boolean ready(Leg leg) {
        if (!table.whole()) {
            return false;
        }
        for (ActiveRoom room : leg.rooms().values()) {
            if (!room.active()) {
                return false;
            }
        }
        return true;
    }

    /** Gives the leg what comes after its cursor: from the rings, or a page from Redis. */
    void readOn(Leg leg, int turn, Cursor from, boolean asked) {
        if (leg.closedOnHub()) {
            return;
        }
        if (!ready(leg)) {
            parked.add(() -> readOn(leg, turn, from, asked));
            return;
        }
        if (!from.epoch().equals(table.epoch())) {
            answerGap(leg, turn, new HashSet<>(leg.rooms().keySet()), new Cursor(table.epoch(), 0));
            return;
        }
        if (from.clock() > table.clock()) {
            // Another node was ahead of us, or the position is not from this log at all.
            if (asked) {
                answerGap(
                        leg,
                        turn,
                        new HashSet<>(leg.rooms().keySet()),
                        new Cursor(table.epoch(), 0));
            } else {
                hub.checkThen(() -> readOn(leg, turn, from, true));
            }
            return;
        }
        for (ActiveRoom room : leg.rooms().values()) {
            if (!leg.contiguous(room.name(), room.floor(), from.clock())) {
                readPage(leg, turn, from);
                return;
            }
        }
        List<LogEvent> events = new ArrayList<>();
        for (ActiveRoom room : leg.rooms().values()) {
            room.collectAfter(from.clock(), events);
        }
        events.sort(Comparator.comparingLong(LogEvent::clock));
        if (events.size() > PAGE) {
            page(leg, turn, events.subList(0, PAGE), events.get(PAGE - 1).clock(), false);
        } else {
            page(leg, turn, events, table.clock(), true);
        }
    }

    private void page(Leg leg, int turn, List<LogEvent> events, long reached, boolean last) {
        Cursor cursor = new Cursor(table.epoch(), reached);
        leg.fan().execute(() -> leg.page(turn, events, cursor, last));
    }

    private void readPage(Leg leg, int turn, Cursor from) {
        // Whatever has a table.clock() up to this is in Redis already, so no room can lag behind
        // another.
        long upTo = table.clock();
        List<LogReader.From> each =
                leg.rooms().keySet().stream()
                        .map(r -> new LogReader.From(r, from.clock()))
                        .toList();
        stats.readFromRedis();
        CompletionStage<LogReader.Reading> reading =
                reader.after(
                        each,
                        Math.max(PAGE, READ_LIMIT / Math.max(1, each.size())),
                        LogReader.Mark.NONE);
        reading.whenComplete((found, failure) ->
                hub.command(() -> {
                    if (failure != null) {
                        // Redis is away; once it is back the hub runs what is parked.
                        parked.add(() -> readOn(leg, turn, from, false));
                    } else if (!found.epoch().equals(table.epoch())) {
                        parked.add(() -> readOn(leg, turn, from, false));
                        hub.sameEpoch(found.epoch());
                    } else {
                        givePage(leg, turn, from, upTo, found.rooms());
                    }
                }));
    }

    private void givePage(Leg leg, int turn, Cursor from, long upTo, List<RoomReading> readings) {
        Set<String> lost = new HashSet<>();
        long reached = upTo;
        List<LogEvent> events = new ArrayList<>();
        for (RoomReading reading : readings) {
            long floor = reading.known() ? reading.floor() : table.unknownBefore(upTo);
            if (!leg.contiguous(reading.room(), floor, from.clock())) {
                lost.add(reading.room());
                leg.forgive(reading.room(), floor);
            }
            if (reading.full()) {
                reached = Math.min(reached, reading.events().getLast().clock());
            }
            events.addAll(reading.events());
        }
        if (!lost.isEmpty()) {
            answerGap(leg, turn, lost, from);
            return;
        }
        long end = reached;
        events.removeIf(event -> event.clock() > end);
        events.sort(Comparator.comparingLong(LogEvent::clock));
        page(leg, turn, events, end, false);
    }

    private void answerGap(Leg leg, int turn, Set<String> lost, Cursor goOnFrom) {
        stats.gapTold();
        leg.fan().execute(() -> leg.answerGap(turn, lost, goOnFrom));
    }

    void tellNewEpoch(Leg leg) {
        stats.gapTold();
        Set<String> lost = new HashSet<>(leg.rooms().keySet());
        Cursor start = new Cursor(table.epoch(), 0);
        leg.fan().execute(() -> leg.gap(lost, start));
    }
}
