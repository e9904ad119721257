package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.DataOpener;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * This node's ear: followers say which rooms they want and from where, and get every event of them
 * once and in order, or are told of a gap.
 */
public final class RoomHub implements AutoCloseable {

    private final Keys keys;
    private final List<PartitionHub> partitions = new ArrayList<>();
    private final HubStats stats = new HubStats();

    /**
     * @param node name of this node, unique among all that use this Redis
     */
    public RoomHub(RedisLink redis, LogOptions options, String node) {
        this(redis, options, node, DeliveryObserver.NONE, DataOpener.NONE);
    }

    /**
     * @param node name of this node, unique among all that use this Redis
     * @param observer learns of every batch that was written
     */
    public RoomHub(RedisLink redis, LogOptions options, String node, DeliveryObserver observer) {
        this(redis, options, node, observer, DataOpener.NONE);
    }

    /**
     * @param node name of this node, unique among all that use this Redis
     * @param observer learns of every batch that was written
     * @param opener of data that was published unreadable
     */
    public RoomHub(
            RedisLink redis,
            LogOptions options,
            String node,
            DeliveryObserver observer,
            DataOpener opener) {
        this.keys = new Keys(options.partitions());
        for (int i = 0; i < options.partitions(); i++) {
            partitions.add(new PartitionHub(redis, options, i, node, stats, observer, opener));
        }
    }

    public void start() {
        partitions.forEach(PartitionHub::start);
    }

    /**
     * Follows rooms; to be called on {@code loop}. Whoever follows a user's own room stands in
     * every partition from the beginning, because the user's groups may be in any.
     *
     * @param loop runs its tasks one at a time, in order; an event loop of Netty
     */
    public Following follow(Collection<Room> rooms, Start start, Follower follower, Executor loop) {
        Following following = new Following(this, follower, loop);
        TreeMap<Integer, List<String>> byPartition = new TreeMap<>();
        if (rooms.stream().anyMatch(Room.User.class::isInstance)) {
            for (int each = 0; each < partitions.size(); each++) {
                byPartition.put(each, new ArrayList<>());
            }
        }
        for (Room room : rooms) {
            String name = room.name();
            byPartition.computeIfAbsent(partitionOf(name), p -> new ArrayList<>()).add(name);
        }
        if (byPartition.isEmpty()) {
            // Somebody without a room still has a place in time from which rooms may join.
            byPartition.put(0, List.of());
        }
        following.expect(byPartition.size());
        byPartition.forEach((partition, names) -> following.begin(partition, names, start));
        return following;
    }

    /** Whether every partition is heard, with nothing known to be missing. */
    public boolean live() {
        return partitions.stream().allMatch(PartitionHub::live);
    }

    /**
     * How long ago this node last heard what it publishes to itself, in the partition where that is
     * longest ago. Stays below the interval of the checks, and a little, while all is well.
     */
    public Duration echoAge() {
        return Duration.ofNanos(
                partitions.stream().mapToLong(PartitionHub::echoAgeNanos).max().orElse(0));
    }

    public HubStats stats() {
        return stats;
    }

    int partitions() {
        return partitions.size();
    }

    int partitionOf(String room) {
        return keys.partitionOf(room);
    }

    PartitionHub partition(int index) {
        return partitions.get(index);
    }

    @Override
    public void close() {
        partitions.forEach(PartitionHub::close);
    }
}
