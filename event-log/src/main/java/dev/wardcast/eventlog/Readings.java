package dev.wardcast.eventlog;

import static dev.wardcast.eventlog.Keys.bytes;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Readings of one partition, by room, as {@code publish-many.lua} takes them. */
final class Readings {

    /** Bounds for how long Redis does nothing else: about a millisecond, with much to trim more. */
    private static final int MOST_ROOMS = 16;

    private static final int MOST_EVENTS = 512;

    /** What of one room goes together, at most: whoever reads one event reads all of its entry. */
    private static final int MOST_TOGETHER = 128;

    private final List<byte[]> scriptKeys = new ArrayList<>();
    private final List<byte[]> args = new ArrayList<>();

    private Readings(Keys keys, int partition) {
        scriptKeys.add(bytes(keys.log(partition)));
    }

    /**
     * All of one partition, in pieces that have to be appended one after the other. Those of a room
     * keep their order.
     */
    static List<Readings> of(Keys keys, int partition, List<NewEvent> readings) {
        Map<String, List<NewEvent>> byRoom = new LinkedHashMap<>();
        for (NewEvent reading : readings) {
            byRoom.computeIfAbsent(reading.room().name(), room -> new ArrayList<>()).add(reading);
        }
        List<Readings> pieces = new ArrayList<>();
        int rooms = MOST_ROOMS;
        int events = 0;
        for (Map.Entry<String, List<NewEvent>> each : byRoom.entrySet()) {
            List<NewEvent> all = each.getValue();
            for (int from = 0; from < all.size(); from += MOST_TOGETHER) {
                List<NewEvent> part = all.subList(from, Math.min(all.size(), from + MOST_TOGETHER));
                if (from > 0 || rooms == MOST_ROOMS || events + part.size() > MOST_EVENTS) {
                    pieces.add(new Readings(keys, partition));
                    rooms = 0;
                    events = 0;
                }
                pieces.getLast().add(keys, partition, each.getKey(), part);
                rooms++;
                events += part.size();
            }
        }
        return pieces;
    }

    private void add(Keys keys, int partition, String room, List<NewEvent> readings) {
        scriptKeys.add(bytes(keys.room(partition, room)));
        scriptKeys.add(bytes(keys.buffer(partition, room)));
        StringBuilder lengths = new StringBuilder(4 * readings.size());
        ByteArrayOutputStream events = new ByteArrayOutputStream(512 * readings.size());
        for (NewEvent reading : readings) {
            byte[] event = LogEvent.encode(reading);
            lengths.append(event.length).append(' ');
            events.writeBytes(event);
        }
        args.add(bytes(keys.channel(partition, room)));
        args.add(bytes(Integer.toString(readings.size())));
        args.add(bytes(lengths.toString()));
        args.add(events.toByteArray());
    }

    byte[][] scriptKeys() {
        return scriptKeys.toArray(byte[][]::new);
    }

    /**
     * @param before the arguments that are the same for all
     */
    byte[][] args(List<byte[]> before) {
        List<byte[]> all = new ArrayList<>(before);
        all.addAll(args);
        return all.toArray(byte[][]::new);
    }
}
