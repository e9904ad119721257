package dev.wardcast.eventlog.vitals;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes readings together: for a room to which somebody listens as events, for all others as
 * packs, from which whoever comes makes the events. Which is which Redis says, in the same step in
 * which it appends; what is remembered from the last time only saves asking twice.
 */
public final class RedisReadingLog implements ReadingLog {

    private static final LuaScript PUBLISH = LuaScript.load("publish-readings.lua");

    /** Bounds for how long Redis does nothing else: about a millisecond, with much to trim more. */
    private static final int MOST_ROOMS = 16;

    private static final int MOST_READINGS = 512;

    /** What of one room goes together, at most: whoever reads one event reads all of its entry. */
    private static final int MOST_TOGETHER = 128;

    /** Beyond it all are forgotten, which costs each of them one more call. */
    private static final int MOST_REMEMBERED = 100_000;

    private final RedisLink redis;
    private final Keys keys;
    private final List<byte[]> keeping;

    /** To which somebody listened when something was published there the last time. */
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    public RedisReadingLog(RedisLink redis, LogOptions options) {
        this.redis = redis;
        this.keys = new Keys(options.partitions());
        this.keeping = options.keeping();
    }

    @Override
    public Prepared prepare(int partition, List<Entry> entries) {
        Map<Integer, List<RoomReadings>> byPartition = new LinkedHashMap<>();
        for (RoomReadings readings : inRooms(partition, entries)) {
            byPartition
                    .computeIfAbsent(keys.partitionOf(readings.room()), p -> new ArrayList<>())
                    .add(readings);
        }
        return () ->
                CompletableFuture.allOf(
                        byPartition.entrySet().stream()
                                .map(each -> new Calls(each.getKey(), each.getValue()).next())
                                .toArray(CompletableFuture<?>[]::new));
    }

    private List<RoomReadings> inRooms(int partition, List<Entry> entries) {
        List<RoomReadings> all = new ArrayList<>();
        try (Packs packs = new Packs(partition)) {
            for (ReadingEvents kind : ReadingEvents.values()) {
                for (Map.Entry<String, List<Entry>> each : byRoom(kind, entries).entrySet()) {
                    List<Entry> ofRoom = each.getValue();
                    for (int from = 0; from < ofRoom.size(); from += MOST_TOGETHER) {
                        int to = Math.min(ofRoom.size(), from + MOST_TOGETHER);
                        RoomReadings readings =
                                new RoomReadings(
                                        each.getKey(), kind, partition, ofRoom.subList(from, to));
                        all.add(
                                heard.contains(each.getKey())
                                        ? readings
                                        : readings.packed(packs.of(readings.entries())));
                    }
                }
            }
        }
        return all;
    }

    private static Map<String, List<Entry>> byRoom(ReadingEvents kind, List<Entry> entries) {
        Map<String, List<Entry>> rooms = new LinkedHashMap<>();
        List<Entry> room = List.of();
        for (Entry entry : entries) {
            // Those of an array follow one another: to name their room takes longer than to see it.
            if (room.isEmpty() || !kind.sameRoom(room.getLast().sample(), entry.sample())) {
                room =
                        rooms.computeIfAbsent(
                                kind.room(entry.sample()).name(), name -> new ArrayList<>());
            }
            room.add(entry);
        }
        return rooms;
    }

    /** Mostly a device has one patient and a patient one device: then a pack does for both. */
    private static final class Packs implements AutoCloseable {
        private final int partition;
        private final ReadingPack.Writer writer = new ReadingPack.Writer();
        private final Map<Entry, Packed> byFirst = new IdentityHashMap<>();

        private record Packed(List<Entry> entries, byte[] pack) {}

        Packs(int partition) {
            this.partition = partition;
        }

        byte[] of(List<Entry> entries) {
            Packed known = byFirst.get(entries.getFirst());
            if (known == null || !known.entries().equals(entries)) {
                known = new Packed(entries, writer.pack(partition, entries));
                byFirst.put(entries.getFirst(), known);
            }
            return known.pack();
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    /** What goes to one partition of the log, one call after the other. */
    private final class Calls {
        private final int partition;
        private final Deque<RoomReadings> left;

        Calls(int partition, Collection<RoomReadings> all) {
            this.partition = partition;
            this.left = new ArrayDeque<>(all);
        }

        /** A call may be overtaken by the next, so that one waits. */
        CompletableFuture<Void> next() {
            if (left.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            List<RoomReadings> together = together();
            List<byte[]> scriptKeys = new ArrayList<>(1 + 2 * together.size());
            scriptKeys.add(bytes(keys.log(partition)));
            List<byte[]> args = new ArrayList<>(6 + 4 * together.size());
            args.add(bytes(RedisEventLog.newEpoch()));
            args.addAll(keeping);
            for (RoomReadings each : together) {
                each.addKeys(keys, partition, scriptKeys);
                each.addArgs(keys, partition, args);
            }
            return PUBLISH.<byte[]>eval(
                            redis.commands(),
                            ScriptOutputType.VALUE,
                            scriptKeys.toArray(byte[][]::new),
                            args.toArray(byte[][]::new))
                    .toCompletableFuture()
                    .thenCompose(flags -> {
                        note(together, flags);
                        return next();
                    });
        }

        /** Of each room no more than once: it may have to come again before the next. */
        private List<RoomReadings> together() {
            List<RoomReadings> together = new ArrayList<>();
            int readings = 0;
            while (!left.isEmpty()
                    && together.size() < MOST_ROOMS
                    && (together.isEmpty()
                            || readings + left.getFirst().entries().size() <= MOST_READINGS
                                    && !left.getFirst().room().equals(together.getLast().room()))) {
                readings += left.getFirst().entries().size();
                together.add(left.removeFirst());
            }
            return together;
        }

        private void note(List<RoomReadings> together, byte[] flags) {
            for (int i = together.size() - 1; i >= 0; i--) {
                RoomReadings each = together.get(i);
                if (flags[i] == '0') {
                    heard.remove(each.room());
                    continue;
                }
                if (heard.size() >= MOST_REMEMBERED) {
                    heard.clear();
                }
                heard.add(each.room());
                if (each.isPacked()) {
                    left.addFirst(each.unpacked());
                }
            }
        }
    }
}
