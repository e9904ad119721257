package dev.wardcast.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

/**
 * The right to do something alone, for a while, kept in Redis. It ends by itself when its holder
 * dies, and a holder that was asleep does not know that it has lost it: whatever must not be done
 * twice has to check the lease in the same step, or a guard of its own.
 *
 * @param owner distinguishes this holder from every other one
 * @param length how long the lease lasts when it is not renewed
 */
public record Lease(RedisLink link, String key, String owner, Duration length) {

    private static final LuaScript HOLD = LuaScript.load("hold-lease.lua");
    private static final LuaScript RELEASE = LuaScript.load("release-lease.lua");

    /** Takes the lease if it is free, or renews it if it is ours; whether we hold it now. */
    public CompletionStage<Boolean> hold() {
        byte[] millis = Long.toString(length.toMillis()).getBytes(UTF_8);
        return run(HOLD, new byte[][] {owner.getBytes(UTF_8), millis});
    }

    /** Whether it is ours; does not prolong it. */
    public CompletionStage<Boolean> isHeld() {
        return link.commands()
                .get(key.getBytes(UTF_8))
                .thenApply(holder -> Arrays.equals(holder, owner.getBytes(UTF_8)));
    }

    /** Gives it up, so that another one need not wait for its end; whether it was ours. */
    public CompletionStage<Boolean> release() {
        return run(RELEASE, new byte[][] {owner.getBytes(UTF_8)});
    }

    private CompletionStage<Boolean> run(LuaScript script, byte[][] args) {
        return script.<Long>eval(
                        link.commands(),
                        ScriptOutputType.INTEGER,
                        new byte[][] {key.getBytes(UTF_8)},
                        args)
                .thenApply(answer -> answer == 1);
    }
}
