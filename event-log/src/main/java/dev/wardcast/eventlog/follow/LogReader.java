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

/** Reads the buffers of one partition. */
final class LogReader {

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
     * @param floor clock of its newest event that is no longer in the buffer
     * @param full whether there may be more events than the limit let through
     */
    record RoomReading(
            String room,
            long after,
            boolean known,
            long last,
            long floor,
            List<LogEvent> events,
            boolean full) {}

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
                .thenApply(reply -> parse(reply, rooms, limit, mode == NEWEST));
    }

    private Reading parse(List<Object> reply, List<From> rooms, int limit, boolean newest) {
        String epoch = text(reply.get(0));
        List<RoomReading> readings = new ArrayList<>(rooms.size());
        for (int i = 0; i < rooms.size(); i++) {
            List<?> room = (List<?>) reply.get(2 + i);
            String last = text(room.get(0));
            List<?> entries = (List<?>) room.get(2);
            From from = rooms.get(i);
            List<LogEvent> events = events(epoch, from, entries);
            // What lies together is given together, wanted or not.
            int surplus = Math.max(0, events.size() - limit);
            events =
                    newest
                            ? events.subList(surplus, events.size())
                            : events.subList(0, events.size() - surplus);
            readings.add(
                    new RoomReading(
                            from.room(),
                            from.after(),
                            !last.isEmpty(),
                            last.isEmpty() ? 0 : Long.parseLong(last),
                            number(room.get(1)),
                            events,
                            limit > 0 && events.size() == limit));
        }
        return new Reading(epoch, number(reply.get(1)), readings);
    }

    private List<LogEvent> events(String epoch, From from, List<?> entries) {
        List<LogEvent> events = new ArrayList<>(entries.size() / 3);
        for (int j = 0; j < entries.size(); j += 3) {
            LogEvent stored =
                    LogEvent.stored(
                            partition,
                            from.room(),
                            epoch,
                            number(entries.get(j)),
                            number(entries.get(j + 1)),
                            (byte[]) entries.get(j + 2),
                            opener);
            if (ReadingPack.isPack(stored)) {
                ReadingPack.events(partition, stored, opener).stream()
                        .filter(event -> event.clock() > from.after())
                        .forEach(events::add);
            } else {
                events.add(stored);
            }
        }
        return events;
    }

    private static long number(Object ascii) {
        return Long.parseLong(text(ascii));
    }

    private static String text(Object ascii) {
        return new String((byte[]) ascii, StandardCharsets.US_ASCII);
    }
}
