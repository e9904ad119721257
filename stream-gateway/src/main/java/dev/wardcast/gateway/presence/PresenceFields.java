package dev.wardcast.gateway.presence;

import dev.wardcast.eventlog.Room;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the fields of the two hashes look: a room's is who is in it, a user's how many. */
final class PresenceFields {

    private static final Argument<Map<String, Integer>> COUNTS =
            Argument.mapOf(String.class, Integer.class);
    private static final byte[] REMOVED = new byte[0];

    private final JsonMapper json;

    PresenceFields(JsonMapper json) {
        this.json = json;
    }

    /**
     * Fields to be written, as name, value, name, value, …
     *
     * @param bytes how long all of them are together
     */
    record Slice(List<byte[]> rooms, List<byte[]> users, long bytes) {}

    /**
     * Takes changes, the oldest first, until they are so many bytes or fields. A value that is
     * larger than what is left of the bytes is taken whole.
     */
    Slice take(LocalPresence local, long mostBytes, int mostFields) throws IOException {
        List<byte[]> rooms = new ArrayList<>();
        List<byte[]> users = new ArrayList<>();
        long bytes = 0;
        while (bytes < mostBytes && rooms.size() + users.size() < 2 * mostFields) {
            Room room = local.changedRooms().take();
            String user = room == null ? local.changedUsers().take() : null;
            if (room != null) {
                bytes += add(rooms, room.name(), usersIn(local.inRoom(room)));
            } else if (user != null) {
                int count = local.ofUser(user);
                bytes += add(users, user, count == 0 ? REMOVED : digits(count));
            } else {
                break;
            }
        }
        return new Slice(rooms, users, bytes);
    }

    private static long add(List<byte[]> fields, String name, byte[] value) {
        byte[] key = PresenceKeys.bytes(name);
        fields.add(key);
        fields.add(value);
        return key.length + value.length;
    }

    private byte[] usersIn(Map<String, Integer> counts) throws IOException {
        return counts.isEmpty() ? REMOVED : json.writeValueAsBytes(COUNTS, counts);
    }

    Map<String, Integer> usersIn(byte[] value) throws IOException {
        Map<String, Integer> counts = json.readValue(value, COUNTS);
        if (counts == null) {
            throw new IOException("presence of a room (expected: an object)");
        }
        return counts;
    }

    private static byte[] digits(int count) {
        return PresenceKeys.bytes(Integer.toString(count));
    }

    byte[] document(NodeDocument document) throws IOException {
        return json.writeValueAsBytes(document);
    }

    NodeDocument document(byte[] value) throws IOException {
        NodeDocument document = json.readValue(value, NodeDocument.class);
        if (document == null) {
            throw new IOException("document of a node (expected: an object)");
        }
        return document;
    }
}
