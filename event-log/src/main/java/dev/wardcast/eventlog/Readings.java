package dev.wardcast.eventlog;

import static dev.wardcast.eventlog.Keys.bytes;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Readings of one partition as {@code publish-many.lua} takes them. Those with the very same array
 * of data share it.
 */
final class Readings {

    private final Keys keys;
    private final int partition;
    private final List<byte[]> scriptKeys = new ArrayList<>();
    private final Map<String, Integer> rooms = new LinkedHashMap<>();
    private final Map<byte[], Integer> places = new IdentityHashMap<>();
    private final List<byte[]> texts = new ArrayList<>();
    private final List<byte[]> events = new ArrayList<>();

    Readings(Keys keys, int partition, List<NewEvent> readings) {
        this.keys = keys;
        this.partition = partition;
        scriptKeys.add(bytes(keys.log(partition)));
        readings.forEach(this::add);
    }

    private void add(NewEvent reading) {
        Integer room = rooms.computeIfAbsent(reading.room().name(), this::addRoom);
        Integer text = places.computeIfAbsent(reading.data(), this::addText);
        events.add(number(room));
        events.add(LogEvent.encodeHeader(reading));
        events.add(number(text));
    }

    private int addRoom(String room) {
        scriptKeys.add(bytes(keys.room(partition, room)));
        scriptKeys.add(bytes(keys.buffer(partition, room)));
        return rooms.size() + 1;
    }

    private int addText(byte[] text) {
        texts.add(text);
        return texts.size();
    }

    byte[][] scriptKeys() {
        return scriptKeys.toArray(byte[][]::new);
    }

    /**
     * @param before the arguments that are the same for all
     */
    byte[][] args(List<byte[]> before) {
        List<byte[]> args = new ArrayList<>(before);
        args.add(number(texts.size()));
        rooms.keySet().forEach(room -> args.add(bytes(keys.channel(partition, room))));
        args.addAll(texts);
        args.addAll(events);
        return args.toArray(byte[][]::new);
    }

    private static byte[] number(int number) {
        return bytes(Integer.toString(number));
    }
}
