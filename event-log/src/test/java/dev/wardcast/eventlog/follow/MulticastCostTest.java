package dev.wardcast.eventlog.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.Multicast;
import dev.wardcast.eventlog.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What it costs Redis to tell many the same, counted and not timed. */
class MulticastCostTest {

    /** A node that checks publishes marks; this one does not. */
    private static final LogOptions OPTIONS =
            new LogOptions(
                    1,
                    Duration.ofHours(1),
                    100,
                    10_000,
                    Duration.ofHours(2),
                    Duration.ofDays(1),
                    Duration.ofHours(1),
                    16,
                    Duration.ofMinutes(1),
                    Duration.ofHours(1));

    private static final Pattern ANNOUNCED = Pattern.compile("cmdstat_spublish:calls=(\\d+)");

    @Test
    void what_is_said_to_many_is_announced_once_and_heard_by_each_who_follows() throws Exception {
        List<Room> rooms =
                IntStream.range(0, 50).<Room>mapToObj(i -> new Room.User("user-" + i)).toList();
        try (EmbeddedRedis server = EmbeddedRedis.builder().start();
                LogFixture fixture = new LogFixture(server.url(), OPTIONS);
                RecordingFollower half =
                        RecordingFollower.of(fixture.node(), rooms.subList(0, 25), Optional.empty())
                                .awaitStarted()) {
            long before = announced(fixture);
            join(
                    fixture.log.publishToAll(
                            Multicast.once(
                                    "said",
                                    rooms,
                                    EventType.USER_MESSAGE,
                                    Instant.now(),
                                    "{}".getBytes(UTF_8))));
            assertEquals(before + 1, announced(fixture));
            await().atMost(Duration.ofSeconds(10)).until(() -> half.events.size() >= 25);
            assertEquals(25, half.events.size());
        }
    }

    private static long announced(LogFixture fixture) {
        String stats = join(fixture.redis.commands().info("commandstats"));
        Matcher calls = ANNOUNCED.matcher(stats);
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
