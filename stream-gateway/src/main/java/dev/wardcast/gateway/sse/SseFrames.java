package dev.wardcast.gateway.sse;

import java.nio.charset.StandardCharsets;

/**
 * The one place where frames of Server-Sent Events are written (WHATWG HTML, 9.2.6). Our JSON has
 * no line breaks; ids and event names are ours and are made harmless all the same.
 */
final class SseFrames {

    static final byte[] KEEP_ALIVE = ascii(": keepalive\n\n");
    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");

    private SseFrames() {}

    /** Copies {@code length} bytes of data into a frame. */
    interface DataWriter {
        void copyTo(byte[] target, int at);
    }

    /**
     * @param id position after the event; empty for none
     * @param event name of the event; empty for none, so that {@code onmessage} gets it
     */
    static byte[] frame(String id, String event, int length, DataWriter data) {
        byte[] idBytes = ascii(oneLine(id));
        byte[] eventBytes = ascii(oneLine(event));
        int size = DATA.length + length + 2;
        size += idBytes.length == 0 ? 0 : ID.length + idBytes.length + 1;
        size += eventBytes.length == 0 ? 0 : EVENT.length + eventBytes.length + 1;
        byte[] frame = new byte[size];
        int at = 0;
        if (idBytes.length > 0) {
            at = line(frame, at, ID, idBytes);
        }
        if (eventBytes.length > 0) {
            at = line(frame, at, EVENT, eventBytes);
        }
        System.arraycopy(DATA, 0, frame, at, DATA.length);
        at += DATA.length;
        data.copyTo(frame, at);
        at += length;
        frame[at++] = '\n';
        frame[at] = '\n';
        return frame;
    }

    static byte[] frame(String id, String event, String json) {
        byte[] data = json.getBytes(StandardCharsets.UTF_8);
        return frame(
                id,
                event,
                data.length,
                (target, at) -> System.arraycopy(data, 0, target, at, data.length));
    }

    /**
     * The first block of a stream: how long to wait before coming back, and from where.
     *
     * @param position empty if the client's own position is to be judged first
     */
    static byte[] opening(long retryMillis, String position) {
        if (position.isEmpty()) {
            return ascii("retry: " + retryMillis + "\n\n");
        }
        return ascii("retry: " + retryMillis + "\nid: " + oneLine(position) + "\n\n");
    }

    /** Moves the client's position without giving it an event. */
    static byte[] position(String position) {
        return ascii("id: " + oneLine(position) + "\n\n");
    }

    /**
     * An id line for the end of a frame whose own id is not the whole position: the last id of a
     * block counts.
     */
    static byte[] closingId(String position) {
        return ascii("id: " + oneLine(position) + "\n\n");
    }

    private static int line(byte[] frame, int at, byte[] field, byte[] value) {
        System.arraycopy(field, 0, frame, at, field.length);
        System.arraycopy(value, 0, frame, at + field.length, value.length);
        int end = at + field.length + value.length;
        frame[end] = '\n';
        return end + 1;
    }

    private static String oneLine(String value) {
        return value.indexOf('\n') < 0 && value.indexOf('\r') < 0 && value.indexOf('\0') < 0
                ? value
                : value.replaceAll("[\\r\\n\\u0000]", "");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
