package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisLink;
import java.util.concurrent.TimeUnit;

/** Runs the real publish script, but announces on a channel that nobody listens to. */
final class UnheardLog {

    private static final LuaScript PUBLISH = LuaScript.load("publish.lua");
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
        try {
            PUBLISH.eval(redis.commands(), scriptKeys, args)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
