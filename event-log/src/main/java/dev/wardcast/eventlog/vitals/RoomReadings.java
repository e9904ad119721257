package dev.wardcast.eventlog.vitals;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Readings of one room, as {@code publish-readings.lua} takes them.
 *
 * @param room its name
 * @param kind of the room
 * @param partition of the queue
 * @param packed how they lie where nobody listens; empty for one to which somebody does
 */
record RoomReadings(
        String room, ReadingEvents kind, int partition, List<Entry> entries, byte[] packed) {

    private static final byte[] NOTHING = {};

    RoomReadings(String room, ReadingEvents kind, int partition, List<Entry> entries) {
        this(room, kind, partition, entries, NOTHING);
    }

    /** The same for a room to which nobody listens. */
    RoomReadings packed(byte[] pack) {
        return new RoomReadings(room, kind, partition, entries, pack);
    }

    boolean isPacked() {
        return packed.length > 0;
    }

    /** The same for a room to which somebody listens. */
    RoomReadings unpacked() {
        return packed(NOTHING);
    }

    void addKeys(Keys keys, int ofLog, List<byte[]> scriptKeys) {
        scriptKeys.add(bytes(keys.room(ofLog, room)));
        scriptKeys.add(bytes(keys.buffer(ofLog, room)));
    }

    void addArgs(Keys keys, int ofLog, List<byte[]> args) {
        args.add(bytes(keys.channel(ofLog, room)));
        args.add(bytes(Integer.toString(entries.size())));
        if (isPacked()) {
            args.add(NOTHING);
            args.add(packed);
            return;
        }
        StringBuilder lengths = new StringBuilder(4 * entries.size());
        ByteArrayOutputStream events = new ByteArrayOutputStream(512 * entries.size());
        for (Entry entry : entries) {
            byte[] event = LogEvent.encode(kind.event(partition, entry));
            lengths.append(event.length).append(' ');
            events.writeBytes(event);
        }
        args.add(bytes(lengths.toString()));
        args.add(events.toByteArray());
    }
}
