package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.follow.LogReader.From;
import dev.wardcast.eventlog.follow.LogReader.Mark;
import dev.wardcast.eventlog.follow.LogReader.Reading;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The past of rooms beyond their rings, for followers that come back: read from Redis once for all
 * of them, by one flight a room at a time; whoever needs what is on its way waits for it. Bounded,
 * and gone a few seconds after its last use. On the hub's thread.
 */
final class Backlogs {

    private static final int CHUNK = 500;
    private static final int LEAST_OF_A_ROOM = 100;
    private static final int ROOMS_OF_A_FLIGHT = 50;
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** In events, and a little for each chunk. */
    static final int MOST_OF_A_ROOM = 2_100;

    static final int MOST = 50_000;

    private final PartitionHub hub;
    private final RoomTable table;
    private final LogReader reader;
    private final HubStats stats;
    private final Map<String, Backlog> rooms = new HashMap<>();
    private int weight;

    Backlogs(PartitionHub hub, RoomTable table, LogReader reader, HubStats stats) {
        this.hub = hub;
        this.table = table;
        this.reader = reader;
        this.stats = stats;
    }

    Backlog.Found find(String room, long clock) {
        Backlog backlog = rooms.get(room);
        return backlog == null ? new Backlog.Found.Missing() : backlog.find(clock);
    }

    /**
     * Reads what is missing, unless it is being read, and then runs {@code then}, which asks anew.
     */
    void load(List<From> missing, Runnable then) {
        From first = missing.getFirst();
        backlog(first.room()).await(first.after(), then);
        List<From> flight =
                missing.stream()
                        .filter(from -> !backlog(from.room()).loading())
                        .limit(ROOMS_OF_A_FLIGHT)
                        .toList();
        if (!flight.isEmpty()) {
            fly(flight);
        }
    }

    private Backlog backlog(String room) {
        return rooms.computeIfAbsent(room, r -> new Backlog());
    }

    private void fly(List<From> flight) {
        flight.forEach(from -> backlog(from.room()).startLoading());
        stats.readFromRedis();
        String epoch = table.epoch();
        int limit = Math.max(LEAST_OF_A_ROOM, CHUNK / flight.size());
        reader.after(flight, limit, Mark.NONE)
                .whenComplete((reading, failure) ->
                        hub.command(() -> land(flight, epoch, reading, failure)));
    }

    private void land(
            List<From> flight,
            String epoch,
            @Nullable Reading reading,
            @Nullable Throwable failure) {
        if (!epoch.equals(table.epoch())) {
            // Another epoch began meanwhile; everything from before is forgotten, see clear.
            return;
        }
        if (reading == null || failure != null) {
            // Redis is away; once it is back the hub runs what is parked.
            hub.legs().park(landed(flight));
        } else if (!reading.epoch().equals(epoch)) {
            hub.legs().park(landed(flight));
            hub.sameEpoch(reading.epoch());
        } else {
            reading.rooms().forEach(room -> take(room, reading.clock()));
            // Followers are scattered: the next flight begins where the hindmost of those is that
            // this one did not serve.
            List<From> next = new ArrayList<>();
            for (From from : flight) {
                long lowest = backlog(from.room()).lowestUnserved();
                if (lowest >= 0) {
                    next.add(new From(from.room(), lowest));
                }
            }
            List<Runnable> waiting = landed(flight);
            if (!next.isEmpty()) {
                fly(next);
            }
            waiting.forEach(Runnable::run);
        }
    }

    private void take(RoomReading reading, long readAt) {
        Backlog backlog = backlog(reading.room());
        long floor = Math.max(table.floorOf(reading, table.clock()), Chunk.missingIn(reading));
        weight -= backlog.weight();
        backlog.add(Chunk.of(reading, floor, readAt), floor);
        while (backlog.weight() > MOST_OF_A_ROOM) {
            backlog.remove(backlog.longestUnused());
        }
        weight += backlog.weight();
        while (weight > MOST) {
            dropLongestUnused();
        }
    }

    private void dropLongestUnused() {
        rooms.values().stream()
                .flatMap(backlog -> backlog.chunks().stream())
                .min(Comparator.comparingLong(chunk -> chunk.usedNanos))
                .ifPresent(this::drop);
    }

    private void drop(Chunk chunk) {
        backlog(chunk.room).remove(chunk);
        weight -= chunk.weight();
    }

    private List<Runnable> landed(Collection<From> flight) {
        List<Runnable> waiting = new ArrayList<>();
        flight.forEach(from -> waiting.addAll(backlog(from.room()).landed()));
        return waiting;
    }

    /** Forgets what nobody has used for a while. */
    void tick() {
        long now = System.nanoTime();
        for (Backlog backlog : rooms.values()) {
            for (Chunk chunk : backlog.chunks()) {
                if (now - chunk.usedNanos > KEEP_NANOS) {
                    drop(chunk);
                }
            }
        }
        rooms.values().removeIf(Backlog::idle);
    }

    /** Another epoch begins: nothing of this one holds any more. */
    void clear() {
        rooms.values().forEach(backlog -> hub.legs().park(backlog.landed()));
        rooms.clear();
        weight = 0;
    }

    int weight() {
        return weight;
    }
}
