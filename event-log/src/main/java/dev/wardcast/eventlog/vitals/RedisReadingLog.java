package dev.wardcast.eventlog.vitals;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.Keeping;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.RoomReadings.Form;
import dev.wardcast.eventlog.vitals.RoomReadings.Packed;
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
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

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

    /** For what has to be made into events after all: the client's own threads answer posts. */
    private static final Executor ENCODING = Executors.newVirtualThreadPerTaskExecutor();

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
        this.keeping = Keeping.args(options);
    }

    @Override
    public Prepared prepare(int partition, List<Entry> entries) {
        Map<Integer, List<Form>> byPartition = new LinkedHashMap<>();
        try (Packs packs = new Packs()) {
            for (RoomReadings room : inRooms(partition, entries)) {
                Form form =
                        heard.contains(room.name())
                                ? room.asEvents()
                                : new Packed(room, packs.of(room));
                byPartition
                        .computeIfAbsent(keys.partitionOf(room.name()), p -> new ArrayList<>())
                        .add(form);
            }
        }
        return () ->
                CompletableFuture.allOf(
                        byPartition.entrySet().stream()
                                .map(each -> new Calls(each.getKey(), each.getValue()).begin())
                                .toArray(CompletableFuture<?>[]::new));
    }

    private static List<RoomReadings> inRooms(int partition, List<Entry> entries) {
        List<RoomReadings> all = new ArrayList<>();
        for (ReadingEvents kind : ReadingEvents.values()) {
            byRoom(kind, entries)
                    .forEach((room, ofRoom) -> {
                        for (int from = 0; from < ofRoom.size(); from += MOST_TOGETHER) {
                            int to = Math.min(ofRoom.size(), from + MOST_TOGETHER);
                            all.add(
                                    new RoomReadings(
                                            room, kind, partition, ofRoom.subList(from, to)));
                        }
                    });
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
        private final ReadingPack.Writer writer = new ReadingPack.Writer();
        private final Map<Entry, Packed> byFirst = new IdentityHashMap<>();

        byte[] of(RoomReadings room) {
            Entry first = room.entries().getFirst();
            Packed known = byFirst.get(first);
            if (known == null || !known.readings().entries().equals(room.entries())) {
                known = new Packed(room, writer.pack(room.ofQueue(), room.entries()));
                byFirst.put(first, known);
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
        private final Deque<Form> left;

        Calls(int partition, Collection<Form> all) {
            this.partition = partition;
            this.left = new ArrayDeque<>(all);
        }

        /** Fails through its result, so that whoever waits for several partitions waits for all. */
        CompletableFuture<Void> begin() {
            return CompletableFuture.<Void>completedFuture(null).thenCompose(begun -> next());
        }

        /** A call may be overtaken by the next, so that one waits. */
        private CompletableFuture<Void> next() {
            if (left.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            List<Form> together = together();
            List<byte[]> scriptKeys = new ArrayList<>(1 + 2 * together.size());
            scriptKeys.add(bytes(keys.log(partition)));
            List<byte[]> args = new ArrayList<>(6 + 4 * together.size());
            args.add(bytes(RedisEventLog.newEpoch()));
            args.addAll(keeping);
            for (Form each : together) {
                RoomReadings room = each.readings();
                scriptKeys.add(bytes(keys.room(partition, room.name())));
                scriptKeys.add(bytes(keys.buffer(partition, room.name())));
                args.add(bytes(keys.channel(partition, room.name())));
                args.add(bytes(Integer.toString(room.entries().size())));
                args.addAll(each.args());
            }
            return PUBLISH.<byte[]>eval(
                            redis.commands(),
                            ScriptOutputType.VALUE,
                            scriptKeys.toArray(byte[][]::new),
                            args.toArray(byte[][]::new))
                    .toCompletableFuture()
                    .thenCompose(flags ->
                            note(together, flags)
                                    ? CompletableFuture.runAsync(this::unpackHeard, ENCODING)
                                            .thenCompose(unpacked -> next())
                                    : next());
        }

        /** Of each room no more than once: it may have to come again before the next. */
        private List<Form> together() {
            List<Form> together = new ArrayList<>();
            int readings = 0;
            while (!left.isEmpty() && together.size() < MOST_ROOMS) {
                RoomReadings next = left.getFirst().readings();
                if (!together.isEmpty()
                        && (readings + next.entries().size() > MOST_READINGS
                                || next.name().equals(together.getLast().readings().name()))) {
                    break;
                }
                readings += next.entries().size();
                together.add(left.removeFirst());
            }
            return together;
        }

        /** Returns whether some have to come again. */
        private boolean note(List<Form> together, byte[] flags) {
            boolean again = false;
            for (int i = together.size() - 1; i >= 0; i--) {
                Form each = together.get(i);
                String room = each.readings().name();
                if (flags[i] == '0') {
                    heard.remove(room);
                    continue;
                }
                if (heard.size() >= MOST_REMEMBERED) {
                    heard.clear();
                }
                heard.add(room);
                if (each instanceof Packed) {
                    left.addFirst(each);
                    again = true;
                }
            }
            return again;
        }

        private void unpackHeard() {
            for (int i = left.size(); i > 0; i--) {
                Form next = left.removeFirst();
                boolean listened = heard.contains(next.readings().name());
                left.addLast(
                        listened && next instanceof Packed ? next.readings().asEvents() : next);
            }
        }
    }
}
