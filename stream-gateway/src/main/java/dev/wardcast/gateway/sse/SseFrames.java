package dev.wardcast.gateway.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The one place where frames of Server-Sent Events are written (WHATWG HTML, 9.2.6). Our JSON has
 * no line breaks; ids and event names are ours and are made harmless all the same.
 */
final class SseFrames {

    private static final byte[] ID = "id: ".getBytes(UTF_8);
    private static final byte[] EVENT = "event: ".getBytes(UTF_8);
    private static final byte[] DATA = "data: ".getBytes(UTF_8);

    private SseFrames() {}

    /**
     * @param id position after the event; empty for none
     * @param event name of the event; empty for none, so that {@code onmessage} gets it
     * @param data one line
     */
    static byte[] frame(String id, String event, byte[] data) {
        byte[] idBytes = oneLine(id).getBytes(UTF_8);
        byte[] eventBytes = oneLine(event).getBytes(UTF_8);
        int size = DATA.length + data.length + 2;
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
        at = line(frame, at, DATA, data);
        frame[at] = '\n';
        return frame;
    }

    /**
     * The first block of a stream: how long to wait before coming back, from where, and a first
     * event unless its name is empty.
     *
     * @param position empty if the client's own position is to be judged first
     */
    static byte[] opening(long retryMillis, String position, String event, String data) {
        StringBuilder block = new StringBuilder("retry: ").append(retryMillis).append('\n');
        if (!position.isEmpty()) {
            block.append("id: ").append(oneLine(position)).append('\n');
        }
        if (!event.isEmpty()) {
            block.append("event: ").append(event).append("\ndata: ").append(data).append('\n');
        }
        return block.append('\n').toString().getBytes(UTF_8);
    }

    /** The last block of a stream, with how long to wait before coming back. */
    static byte[] closing(long retryMillis, byte[] data) {
        byte[] last = frame("", "closed", data);
        byte[] retry = ("retry: " + retryMillis + "\n").getBytes(UTF_8);
        byte[] both = new byte[retry.length + last.length];
        System.arraycopy(retry, 0, both, 0, retry.length);
        System.arraycopy(last, 0, both, retry.length, last.length);
        return both;
    }

    /** Moves the client's position without giving it an event. */
    static byte[] position(String position) {
        return ("id: " + oneLine(position) + "\n\n").getBytes(UTF_8);
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
}
