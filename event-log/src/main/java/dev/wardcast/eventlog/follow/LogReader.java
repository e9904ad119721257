package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.DataOpener;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.ReadingPack;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the buffers of one partition. */
final class LogReader {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);

    /** To make events of packs takes a while, and the client's own threads bring what is new. */
    private static final Executor PARSING =
            Executors.newFixedThreadPool(
                    2, Thread.ofPlatform().daemon().name("log-reader-", 0).factory());

    private static final LuaScript READ = LuaScript.load("read.lua");
    private static final byte[] AFTER = bytes("after");
    private static final byte[] NEWEST = bytes("newest");

    private final RedisLink redis;
    private final Keys keys;
    private final int partition;
    private final DataOpener opener;

    LogReader(RedisLink redis, Keys keys, int partition, DataOpener opener) {
        this.redis = redis;
        this.keys = keys;
        this.partition = partition;
        this.opener = opener;
    }

    /**
     * @param clock of the partition at the moment of reading
     * @param rooms in the order asked for
     */
    record Reading(String epoch, long clock, List<RoomReading> rooms) {}

    /**
     * @param after the clock after which it was asked for; 0 for the newest
     * @param known whether the log knows of the room at all
     * @param last clock of its newest event
     * @param floor clock of its newest event that can't be had any more
     * @param full whether there may be more events than the limit let through
     */
    record RoomReading(
            String room,
            long after,
            boolean known,
            long last,
            long floor,
            List<LogEvent> events,
            boolean full) {

        /** Where it is full: up to which clock it tells what there is. */
        long end() {
            return events.isEmpty() ? floor : Math.max(floor, events.getLast().clock());
        }
    }

    /** A room, and after which clock to read it. */
    record From(String room, long after) {}

    /** The mark that a reading leaves in the order of what the node hears. */
    record Mark(String channel, String token) {
        static final Mark NONE = new Mark("", "");
    }

    CompletionStage<Reading> newest(List<String> rooms, int limit, Mark mark) {
        return read(NEWEST, rooms.stream().map(r -> new From(r, 0)).toList(), limit, mark);
    }

    CompletionStage<Reading> after(List<From> rooms, int limit, Mark mark) {
        return read(AFTER, rooms, limit, mark);
    }

    private CompletionStage<Reading> read(byte[] mode, List<From> rooms, int limit, Mark mark) {
        byte[][] scriptKeys = new byte[1 + 2 * rooms.size()][];
        byte[][] args = new byte[4 + rooms.size()][];
        scriptKeys[0] = bytes(keys.log(partition));
        args[0] = mode;
        args[1] = bytes(Integer.toString(limit));
        args[2] = bytes(mark.channel());
        args[3] = bytes(mark.token());
        for (int i = 0; i < rooms.size(); i++) {
            String room = rooms.get(i).room();
            scriptKeys[1 + 2 * i] = bytes(keys.room(partition, room));
            scriptKeys[2 + 2 * i] = bytes(keys.buffer(partition, room));
            args[4 + i] = bytes(Long.toString(rooms.get(i).after()));
        }
        return READ.<List<Object>>eval(redis.commands(), scriptKeys, args)
                .thenApplyAsync(reply -> parse(reply, rooms, limit, mode == NEWEST), PARSING);
    }

    private Reading parse(List<Object> reply, List<From> rooms, int limit, boolean newest) {
        String epoch = text(reply.get(0));
        List<RoomReading> readings = new ArrayList<>(rooms.size());
        for (int i = 0; i < rooms.size(); i++) {
            readings.add(room(epoch, rooms.get(i), (List<?>) reply.get(2 + i), limit, newest));
        }
        return new Reading(epoch, number(reply.get(1)), readings);
    }

    private RoomReading room(String epoch, From from, List<?> reply, int limit, boolean newest) {
        String last = text(reply.get(0));
        long floor = number(reply.get(1));
        List<?> entries = (List<?>) reply.get(2);
        boolean full = limit > 0 && (long) reply.get(3) >= limit;
        List<LogEvent> events = new ArrayList<>(entries.size() / 3);
        for (int i = 0; i < entries.size(); i += 3) {
            long clock = number(entries.get(i));
            try {
                LogEvent stored =
                        LogEvent.stored(
                                partition,
                                from.room(),
                                epoch,
                                clock,
                                number(entries.get(i + 1)),
                                (byte[]) entries.get(i + 2),
                                opener);
                if (ReadingPack.isPack(stored)) {
                    events.addAll(ReadingPack.events(partition, stored, from.after()));
                } else {
                    events.add(stored);
                }
            } catch (IllegalArgumentException e) {
                if (!newest && !events.isEmpty()) {
                    // First what comes before it; the next reading begins with it.
                    full = true;
                    break;
                }
                // Told as a gap: it must neither be passed over nor keep back what comes after it.
                LOG.error("{} can't be read at {}: {}", from.room(), clock, e.getMessage());
                events.clear();
                floor = clock;
            }
        }
        // What lies together is given together, wanted or not.
        int surplus = Math.max(0, events.size() - limit);
        return new RoomReading(
                from.room(),
                from.after(),
                !last.isEmpty(),
                last.isEmpty() ? 0 : Long.parseLong(last),
                floor,
                newest
                        ? events.subList(surplus, events.size())
                        : events.subList(0, events.size() - surplus),
                full);
    }

    private static long number(Object ascii) {
        return Long.parseLong(text(ascii));
    }

    private static String text(Object ascii) {
        return new String((byte[]) ascii, StandardCharsets.US_ASCII);
    }
}
