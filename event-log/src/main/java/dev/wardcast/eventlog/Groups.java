package dev.wardcast.eventlog;

import static dev.wardcast.eventlog.Keys.bytes;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which groups a user is in. Redis knows it from the events that were published to them, for as
 * long as it knows of a silent room at all.
 *
 * <p>A group invites its members with its first event, and again while it has events: that renews
 * what is known of them. After a longer silence their own rooms are told as well, with an event of
 * the type {@link EventType#USER_GROUP}.
 */
public final class Groups {

    /** A group that has events invites so often, at its next event. */
    static final Duration INVITES_EVERY = Duration.ofMinutes(5);

    /** Streams know the groups that invited within this time; of others they are told anew. */
    static final Duration KNOWN_FOR = Duration.ofHours(1);

    private static final byte[] BEFORE =
            bytes(Long.toString(KNOWN_FOR.plus(INVITES_EVERY).toSeconds()));

    private static final Logger LOG = LoggerFactory.getLogger(Groups.class);
    private static final LuaScript GROUPS = LuaScript.load("groups.lua");

    private final RedisLink redis;
    private final Keys keys;

    public Groups(RedisLink redis, LogOptions options) {
        this.redis = redis;
        this.keys = new Keys(options.partitions());
    }

    /**
     * What was found.
     *
     * @param since the second since 1970 that was asked for; by Redis' clock if it was none
     * @param rooms those that may have had events since then, and those that may have some without
     *     the user's own room being told of them once more
     */
    public record Found(long since, Set<Room.Group> rooms) {}

    /** Those that may have events from now on. */
    public CompletionStage<Found> of(String userId) {
        return find(userId, "");
    }

    /**
     * Those that may have had events since a while ago.
     *
     * @param since second since 1970, by Redis' clock: that of a {@linkplain Cursor#clock cursor}
     */
    public CompletionStage<Found> of(String userId, long since) {
        return find(userId, Long.toString(since));
    }

    private CompletionStage<Found> find(String userId, String since) {
        int partition = keys.partitionOf(new Room.User(userId).name());
        byte[][] scriptKeys = {bytes(keys.groups(partition, userId))};
        byte[][] args = {bytes(since), BEFORE};
        return GROUPS.<List<byte[]>>eval(redis.commands(), scriptKeys, args)
                .thenApply(Groups::found);
    }

    private static Found found(List<byte[]> reply) {
        Set<Room.Group> rooms = new HashSet<>();
        for (byte[] name : reply.subList(1, reply.size())) {
            try {
                rooms.add((Room.Group) Room.parse(text(name)));
            } catch (IllegalArgumentException ofALaterVersion) {
                LOG.warn("a group that this version does not know is passed over");
            }
        }
        return new Found(Long.parseLong(text(reply.getFirst())), rooms);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
