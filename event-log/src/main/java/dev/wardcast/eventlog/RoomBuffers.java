package dev.wardcast.eventlog;

import static dev.wardcast.eventlog.Keys.bytes;

import io.lettuce.core.ScriptOutputType;
import java.util.concurrent.CompletionStage;

/** Takes away what rooms have kept, where it must not be read any more. */
public final class RoomBuffers {

    private static final LuaScript FORGET = LuaScript.load("forget-room.lua");

    private final RedisLink redis;
    private final Keys keys;

    public RoomBuffers(RedisLink redis, LogOptions options) {
        this.redis = redis;
        this.keys = new Keys(options.partitions());
    }

    /**
     * Empties the buffer of the room. Whoever resumes from before is told of a gap; those who
     * follow lose nothing, and a node that follows may keep the newest events in its memory.
     *
     * @return completes with whether there was anything
     */
    public CompletionStage<Boolean> forget(Room room) {
        int partition = keys.partitionOf(room.name());
        byte[][] scriptKeys = {
            bytes(keys.room(partition, room.name())), bytes(keys.buffer(partition, room.name()))
        };
        return FORGET.<Long>eval(
                        redis.commands(), ScriptOutputType.INTEGER, scriptKeys, new byte[0][])
                .thenApply(deleted -> deleted == 1);
    }
}
