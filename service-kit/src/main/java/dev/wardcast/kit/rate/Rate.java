package dev.wardcast.kit.rate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Counts within a window of time that begins with the first, for all nodes together. The counters
 * are keys of Redis that end by themselves. Blocks. While Redis is away nothing is counted, and
 * nobody is turned away for it.
 */
@Singleton
public final class Rate {

    /** KEYS[1] counter; ARGV[1] to add, ARGV[2] window in ms. Answers the count and ms left. */
    private static final LuaScript COUNT =
            LuaScript.of(
                    """
                    local count = redis.call('INCRBY', KEYS[1], ARGV[1])
                    local left = redis.call('PTTL', KEYS[1])
                    if left < 0 then
                      left = tonumber(ARGV[2])
                      redis.call('PEXPIRE', KEYS[1], left)
                    end
                    return {count, left}
                    """);

    private static final String PREFIX = "wc:rate:";

    private final RedisLink redis;

    Rate(RedisLink redis) {
        this.redis = redis;
    }

    /**
     * Counts one more.
     *
     * @return how long to wait if this was one too many
     */
    public Optional<Duration> count(String what, int most, Duration window) {
        return over(what, 1, most, window);
    }

    /**
     * Counts nothing.
     *
     * @return how long to wait if one more would be too many
     */
    public Optional<Duration> look(String what, int most, Duration window) {
        return over(what, 0, most - 1, window);
    }

    private Optional<Duration> over(String what, int add, int most, Duration window) {
        try {
            List<Object> answer =
                    COUNT.<List<Object>>eval(
                                    redis.commands(),
                                    new byte[][] {(PREFIX + what).getBytes(UTF_8)},
                                    new byte[][] {
                                        Integer.toString(add).getBytes(UTF_8),
                                        Long.toString(window.toMillis()).getBytes(UTF_8)
                                    })
                            .toCompletableFuture()
                            .join();
            return (Long) answer.get(0) > most
                    ? Optional.of(Duration.ofMillis((Long) answer.get(1)))
                    : Optional.empty();
        } catch (CompletionException | RedisException redisAway) {
            return Optional.empty();
        }
    }
}
