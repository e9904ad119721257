package dev.wardcast.kit.rate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.ExpireArgs;
import io.lettuce.core.RedisException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Counts within a window of time that begins with the first, for all nodes together. The counters
 * are keys of Redis that end by themselves. Blocks. While Redis is away nothing is counted, and
 * nobody is turned away for it.
 */
@Singleton
public final class Rate {

    private static final String PREFIX = "wc:rate:";

    /** What {@code PTTL} says of a key that stays. */
    private static final long NO_END = -1;

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
        byte[] key = key(what);
        try {
            long count = redis.commands().incr(key).toCompletableFuture().join();
            if (count == 1 || 2 * count > most) {
                begin(key, window);
            }
            return count > most ? Optional.of(left(key, window)) : Optional.empty();
        } catch (CompletionException | RedisException redisAway) {
            return Optional.empty();
        }
    }

    /**
     * Counts nothing.
     *
     * @return how long to wait if one more would be too many
     */
    public Optional<Duration> look(String what, int most, Duration window) {
        byte[] key = key(what);
        try {
            byte[] count = redis.commands().get(key).toCompletableFuture().join();
            return count != null && Long.parseLong(new String(count, UTF_8)) >= most
                    ? Optional.of(left(key, window))
                    : Optional.empty();
        } catch (CompletionException | RedisException redisAway) {
            return Optional.empty();
        }
    }

    /** Of a count that is known to be too high; so whoever it is waits in any case. */
    private Duration left(byte[] key, Duration window) {
        try {
            long millis = redis.commands().pttl(key).toCompletableFuture().join();
            if (millis == NO_END) {
                // Whoever only looks would be turned away for ever.
                begin(key, window);
                return window;
            }
            return Duration.ofMillis(Math.max(1, millis));
        } catch (CompletionException | RedisException redisAway) {
            return window;
        }
    }

    /**
     * Changes nothing where the window has begun. Not waited for: where it is lost, the counter has
     * no end until half of what may be was counted, and then it is given one.
     */
    private void begin(byte[] key, Duration window) {
        redis.commands().pexpire(key, window, ExpireArgs.Builder.nx());
    }

    private static byte[] key(String what) {
        return (PREFIX + what).getBytes(UTF_8);
    }
}
