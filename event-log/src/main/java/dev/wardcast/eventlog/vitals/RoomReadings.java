package dev.wardcast.eventlog.vitals;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Readings of one room that come together.
 *
 * @param name of the room
 * @param kind of the room
 * @param ofQueue the partition of the queue
 */
record RoomReadings(String name, ReadingEvents kind, int ofQueue, List<Entry> entries) {

    /** As {@code publish-readings.lua} takes them. */
    sealed interface Form {

        RoomReadings readings();

        /** Lengths and text. */
        List<byte[]> args();
    }

    /** For a room to which nobody listens. */
    record Packed(RoomReadings readings, byte[] pack) implements Form {

        private static final byte[] NO_LENGTHS = {};

        @Override
        public List<byte[]> args() {
            return List.of(NO_LENGTHS, pack);
        }
    }

    /** For one to which somebody does. */
    record AsEvents(RoomReadings readings, byte[] lengths, byte[] events) implements Form {

        @Override
        public List<byte[]> args() {
            return List.of(lengths, events);
        }
    }

    AsEvents asEvents() {
        StringBuilder lengths = new StringBuilder(4 * entries.size());
        ByteArrayOutputStream events = new ByteArrayOutputStream(512 * entries.size());
        for (Entry entry : entries) {
            byte[] event = LogEvent.encode(kind.event(ofQueue, entry));
            lengths.append(event.length).append(' ');
            events.writeBytes(event);
        }
        return new AsEvents(this, bytes(lengths.toString()), events.toByteArray());
    }
}
