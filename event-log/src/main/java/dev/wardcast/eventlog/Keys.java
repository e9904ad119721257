package dev.wardcast.eventlog;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Names in Redis. Everything of a partition has the partition's hash tag, so that one script can
 * touch it all and a Cluster keeps it in one slot.
 */
public final class Keys {

    private final int partitions;

    public Keys(int partitions) {
        this.partitions = partitions;
    }

    public int partitions() {
        return partitions;
    }

    public int partitionOf(String room) {
        if (partitions == 1) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(laneOf(room).getBytes(StandardCharsets.US_ASCII));
        return (int) (crc.getValue() % partitions);
    }

    /** The {@link Room#lane} of a room, by its name. */
    private static String laneOf(String room) {
        return room.startsWith(Room.Group.KIND)
                ? room.substring(0, room.indexOf(':', Room.Group.KIND.length()))
                : room;
    }

    public String log(int partition) {
        return tag(partition) + "log";
    }

    public String room(int partition, String room) {
        return tag(partition) + "room:" + room;
    }

    public String buffer(int partition, String room) {
        return tag(partition) + "buffer:" + room;
    }

    public String seen(int partition, String eventId) {
        return tag(partition) + "seen:" + eventId;
    }

    public String channel(int partition, String room) {
        return tag(partition) + "to:" + room;
    }

    /** The room of a channel of this partition. */
    public String roomOf(int partition, String channel) {
        return channel.substring(tag(partition).length() + 3);
    }

    /** The groups that a user is in; in the partition of the user's own room. */
    public String groups(int partition, String userId) {
        return tag(partition) + "groups:" + userId;
    }

    public String nodeChannel(int partition, String node) {
        return tag(partition) + "node:" + node;
    }

    private static String tag(int partition) {
        return "wc:{log" + partition + "}:";
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
