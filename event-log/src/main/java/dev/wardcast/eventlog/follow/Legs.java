package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

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
    void open(Leg leg, List<String> names, Start start) {
        hub.command(() -> {
            names.forEach(name -> admit(leg, name));
            placeWhenReady(leg, start);
        });
    }

    private void placeWhenReady(Leg leg, Start start) {
        if (leg.closedOnHub()) {
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
                if (ready(leg)) {
                    leg.historyUpTo(table.clock());
                    place(
                            leg,
                            new Cursor(
                                    table.epoch(),
                                    table.beforeNewest(count, leg.rooms().values())));
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

    /** Gives the leg what comes after where it stands: from the rings, or a page from Redis. */
    void ask(Leg leg, int turn, Standing from) {
        leg.asks(turn);
        readOn(leg, turn, from, false);
    }

    private void readOn(Leg leg, int turn, Standing from, boolean checked) {
        if (!leg.awaits(turn)) {
            return;
        }
        if (!ready(leg)) {
            parked.add(() -> readOn(leg, turn, from, checked));
            return;
        }
        Set<String> foreign = roomsOf(leg, from, at -> !at.epoch().equals(table.epoch()));
        // Another node was ahead of us, or the position is not from this log at all.
        Set<String> beyond = roomsOf(leg, from, at -> at.clock() > table.clock());
        beyond.removeAll(foreign);
        if (!beyond.isEmpty() && !checked) {
            hub.checkThen(() -> readOn(leg, turn, from, true));
            return;
        }
        beyond.addAll(foreign);
        if (!beyond.isEmpty()) {
            Standing rest = from.restart(table.epoch(), beyond, leg.rooms().keySet());
            answerGap(leg, turn, beyond, rest);
            return;
        }
        Standing settled = settled(leg, from);
        if (!settled.equals(from)) {
            leg.fan().execute(() -> leg.settle(turn, settled));
            return;
        }
        for (ActiveRoom room : leg.rooms().values()) {
            if (room.floor() > from.in(room.name()).clock()) {
                readPage(leg, turn, from);
                return;
            }
        }
        List<LogEvent> events = new ArrayList<>();
        for (ActiveRoom room : leg.rooms().values()) {
            room.collectAfter(from.in(room.name()).clock(), events);
        }
        events.sort(Comparator.comparingLong(LogEvent::clock));
        if (events.size() > PAGE) {
            page(leg, turn, events.subList(0, PAGE), events.get(PAGE - 1).clock(), false);
        } else {
            page(leg, turn, events, table.clock(), true);
        }
    }

    private static Set<String> roomsOf(Leg leg, Standing from, Predicate<Cursor> such) {
        Set<String> found = new HashSet<>();
        for (String room : leg.rooms().keySet()) {
            if (such.test(from.in(room))) {
                found.add(room);
            }
        }
        return found;
    }

    /** Clock 0 is what a gap of the whole epoch goes on from: its losses are told already. */
    private static Standing settled(Leg leg, Standing from) {
        Standing settled = from;
        for (ActiveRoom room : leg.rooms().values()) {
            Cursor at = from.in(room.name());
            if (at.clock() == 0 && room.floor() > 0) {
                settled = settled.skipTo(room.name(), new Cursor(at.epoch(), room.floor()));
            }
        }
        return settled;
    }

    private void page(Leg leg, int turn, List<LogEvent> events, long reached, boolean last) {
        Cursor cursor = new Cursor(table.epoch(), reached);
        leg.fan().execute(() -> leg.page(turn, events, cursor, last));
    }

    private void readPage(Leg leg, int turn, Standing from) {
        // Whatever has a table.clock() up to this is in Redis already, so no room can lag behind
        // another.
        long upTo = table.clock();
        List<LogReader.From> each =
                leg.rooms().keySet().stream()
                        .map(r -> new LogReader.From(r, from.in(r).clock()))
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

    private void givePage(Leg leg, int turn, Standing from, long upTo, List<RoomReading> readings) {
        Set<String> lost = new HashSet<>();
        Standing rest = from;
        long reached = upTo;
        List<LogEvent> events = new ArrayList<>();
        for (RoomReading reading : readings) {
            long floor = reading.known() ? reading.floor() : table.unknownBefore(upTo);
            if (floor > reading.after()) {
                if (floor > leg.historyEnd()) {
                    lost.add(reading.room());
                }
                rest = rest.skipTo(reading.room(), new Cursor(table.epoch(), floor));
            }
            if (reading.full()) {
                reached = Math.min(reached, reading.events().getLast().clock());
            }
            events.addAll(reading.events());
        }
        if (!lost.isEmpty()) {
            answerGap(leg, turn, lost, rest);
            return;
        }
        if (!rest.equals(from)) {
            Standing settled = rest;
            leg.fan().execute(() -> leg.settle(turn, settled));
            return;
        }
        long end = reached;
        events.removeIf(event -> event.clock() > end);
        events.sort(Comparator.comparingLong(LogEvent::clock));
        page(leg, turn, events, end, false);
    }

    private void answerGap(Leg leg, int turn, Set<String> lost, Standing goOn) {
        leg.fan().execute(() -> leg.answerGap(turn, lost, goOn));
    }

    void tellNewEpoch(Leg leg) {
        Set<String> lost = Set.copyOf(leg.rooms().keySet());
        String epoch = table.epoch();
        leg.fan().execute(() -> leg.newEpoch(lost, epoch));
    }
}
