package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * JSON around an event's own JSON, which is copied as it is and never parsed. Room names and types
 * are made of harmless characters, so nothing needs escaping.
 */
public final class Envelope {

    private static final Map<String, String> SHORT_NAMES =
            Arrays.stream(EventType.values())
                    .collect(Collectors.toMap(EventType::wireName, EventType::webSocketName));
    private static final byte[] DATA = ascii(",\"data\":");

    private Envelope() {}

    /** The short type that WebSocket clients know. */
    public static String shortName(String type) {
        // A newer publisher may use a type that this version does not know.
        return SHORT_NAMES.getOrDefault(type, type.replace('.', '_'));
    }

    /** {@code {"type":…,"room":…,"data":…,"timestamp":…}}, and a cursor unless that is empty. */
    public static byte[] event(
            String type, String room, byte[] data, long atMillis, String cursor) {
        byte[] head = ascii("{\"type\":\"" + type + "\",\"room\":\"" + room + '"');
        byte[] tail =
                ascii(
                        ",\"timestamp\":\""
                                + Instant.ofEpochMilli(atMillis)
                                + '"'
                                + cursorField(cursor)
                                + '}');
        byte[] all = new byte[head.length + DATA.length + data.length + tail.length];
        int at = put(all, 0, head);
        at = put(all, at, DATA);
        at = put(all, at, data);
        put(all, at, tail);
        return all;
    }

    /**
     * The data itself with fields put before and after its own.
     *
     * @param data one JSON object
     * @param first such as {@code "type":"progress"}; empty for none
     * @param cursor empty for none
     */
    public static byte[] data(byte[] data, String first, String cursor) {
        boolean isEmpty = data.length == 2;
        byte[] head = ascii("{" + first + (first.isEmpty() || isEmpty ? "" : ","));
        String last = cursorField(cursor);
        byte[] tail =
                ascii(
                        (isEmpty && first.isEmpty() && !last.isEmpty() ? last.substring(1) : last)
                                + "}");
        byte[] all = new byte[head.length + data.length - 2 + tail.length];
        int at = put(all, 0, head);
        System.arraycopy(data, 1, all, at, data.length - 2);
        put(all, at + data.length - 2, tail);
        return all;
    }

    /** What a client is told of a hole. */
    public static String gap(Iterable<String> rooms, String reason) {
        return "{\"type\":\"gap\",\"reason\":\"" + reason + "\",\"rooms\":" + array(rooms) + "}";
    }

    /** A JSON array of room names, sorted. */
    public static String array(Iterable<String> rooms) {
        TreeSet<String> sorted = new TreeSet<>();
        rooms.forEach(sorted::add);
        return sorted.stream()
                .map((Function<String, String>) room -> '"' + room + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String cursorField(String cursor) {
        return cursor.isEmpty() ? "" : ",\"cursor\":\"" + cursor + '"';
    }

    private static int put(byte[] target, int at, byte[] part) {
        System.arraycopy(part, 0, target, at, part.length);
        return at + part.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
