package dev.wardcast.kit.rate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final Duration LONG = Duration.ofHours(1);

    private static RedisLink redis;
    private static Rate rate;

    private final String what = "test:" + TimeOrderedIds.next();

    @BeforeAll
    static void connect() {
        redis = RedisLink.connect(TestServers.redisUrl());
        rate = new Rate(redis);
    }

    @AfterAll
    static void close() {
        redis.close();
    }

    private byte[] key() {
        return ("wc:rate:" + what).getBytes(UTF_8);
    }

    private long millisLeft() throws ExecutionException, InterruptedException {
        return redis.commands().pttl(key()).get();
    }

    @Test
    void whoever_is_one_too_many_is_told_when_the_window_ends() {
        assertEquals(Optional.empty(), rate.look(what, 2, LONG));
        assertEquals(Optional.empty(), rate.count(what, 2, LONG));
        assertEquals(Optional.empty(), rate.look(what, 2, LONG));
        assertEquals(Optional.empty(), rate.count(what, 2, LONG));
        for (Optional<Duration> wait :
                List.of(rate.look(what, 2, LONG), rate.count(what, 2, LONG))) {
            Duration left = wait.orElseThrow();
            assertTrue(left.compareTo(LONG) <= 0, left::toString);
            assertTrue(left.compareTo(LONG.minusMinutes(5)) > 0, left::toString);
        }
    }

    @Test
    void a_window_ends_by_itself_and_the_next_begins_with_the_next_one() {
        Duration window = Duration.ofMillis(300);
        rate.count(what, 1, window);
        assertEquals(1, rate.count(what, 1, LONG).stream().count());
        await().until(() -> rate.count(what, 1, window).isEmpty());
    }

    @Test
    void of_many_at_once_as_many_as_may_are_let_through() {
        long through =
                IntStream.range(0, 200)
                        .parallel()
                        .filter(i -> rate.count(what, 50, LONG).isEmpty())
                        .count();
        assertEquals(50, through);
    }

    @Test
    void looking_begins_no_window() throws Exception {
        rate.look(what, 1, LONG);
        assertEquals(0, redis.commands().exists(key()).get());
    }

    @Test
    void a_counter_that_was_given_no_end_gets_one_before_anybody_is_turned_away() throws Exception {
        redis.commands().set(key(), "5".getBytes(UTF_8)).get();
        assertEquals(Optional.empty(), rate.count(what, 10, LONG));
        await().until(() -> millisLeft() > 0);
    }

    @Test
    void whoever_only_looks_at_a_full_counter_without_an_end_is_not_turned_away_for_ever()
            throws Exception {
        redis.commands().set(key(), "10".getBytes(UTF_8)).get();
        assertEquals(LONG, rate.look(what, 10, LONG).orElseThrow());
        await().until(() -> millisLeft() > 0);
    }

    @Test
    void a_window_that_has_begun_ends_when_it_would_have() throws Exception {
        redis.commands().psetex(key(), LONG.toMillis(), "0".getBytes(UTF_8)).get();
        rate.count(what, 5, Duration.ofDays(1));
        rate.count(what, 5, Duration.ofDays(1));
        // On the same connection, so after what was asked before.
        long left = millisLeft();
        assertTrue(left <= LONG.toMillis(), () -> "ms left: " + left);
        assertTrue(left > LONG.minusMinutes(5).toMillis(), () -> "ms left: " + left);
    }
}
