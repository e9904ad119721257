package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import io.lettuce.core.ScriptOutputType;
import java.util.concurrent.TimeUnit;

/** Runs the real scripts, but announces on a channel that nobody listens to. */
final class UnheardLog {

    private static final LuaScript PUBLISH = LuaScript.load("publish.lua");
    private static final LuaScript PUBLISH_READINGS = LuaScript.load("publish-readings.lua");
    private final RedisLink redis;
    private final Keys keys;

    UnheardLog(RedisLink redis, Keys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    void append(NewEvent event) {
        String room = event.room().name();
        int p = keys.partitionOf(room);
        String stored =
                event.id()
                        + " "
                        + event.type().wireName()
                        + " "
                        + event.at().toEpochMilli()
                        + " -\n{}";
        byte[][] scriptKeys = {
            bytes(keys.log(p)),
            bytes(keys.room(p, room)),
            bytes(keys.buffer(p, room)),
            bytes(keys.seen(p, event.id()))
        };
        byte[][] args = {
            bytes("unused"), bytes(keys.channel(p, "lost")), bytes(stored), bytes("1"),
                    bytes("3600"),
            bytes("10000"), bytes("100"), bytes("3600000000"), bytes("7200"), bytes("86400")
        };
        run(PUBLISH, ScriptOutputType.MULTI, scriptKeys, args);
    }

    /** Appends so many readings to a room to which nobody listens, packed like that. */
    void appendPack(Room room, int count, String pack) {
        String name = room.name();
        int p = keys.partitionOf(name);
        byte[][] scriptKeys = {
            bytes(keys.log(p)), bytes(keys.room(p, name)), bytes(keys.buffer(p, name))
        };
        byte[][] args = {
            bytes("unused"),
            bytes("10000"),
            bytes("100"),
            bytes("3600000000"),
            bytes("7200"),
            bytes("86400"),
            bytes(keys.channel(p, "lost")),
            bytes(Integer.toString(count)),
            bytes(""),
            bytes(pack)
        };
        run(PUBLISH_READINGS, ScriptOutputType.VALUE, scriptKeys, args);
    }

    private void run(
            LuaScript script, ScriptOutputType output, byte[][] scriptKeys, byte[][] args) {
        try {
            script.eval(redis.commands(), output, scriptKeys, args)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
