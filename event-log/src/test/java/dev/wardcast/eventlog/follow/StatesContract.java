package dev.wardcast.eventlog.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of states of which each takes the place of those before, with every kind of Redis.
 */
abstract class StatesContract {

    private static final Duration LONG = Duration.ofHours(1);

    private final Room room = new Room.Session(UUID.randomUUID().toString());
    private LogFixture fixture;

    abstract String uri();

    abstract int partitions();

    @BeforeEach
    void open() {
        fixture = new LogFixture(uri(), LogFixture.options(partitions()));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private RecordingFollower follower() {
        return RecordingFollower.of(fixture.node(), Set.of(room), Optional.empty()).awaitStarted();
    }

    private CompletableFuture<Duration> tell(int version, Duration pace) {
        NewEvent state =
                new NewEvent(
                        "state-" + version,
                        room,
                        EventType.SESSION_PROGRESS,
                        Instant.now(),
                        ("{\"n\":" + version + "}").getBytes(UTF_8),
                        null,
                        false);
        return fixture.log
                .publishState(state, version, pace)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS);
    }

    @Test
    void of_states_told_by_many_in_any_order_none_comes_twice_or_after_a_later_one()
            throws Exception {
        try (RecordingFollower follower = follower()) {
            List<Integer> versions = new ArrayList<>();
            for (int version = 1; version <= 200; version++) {
                versions.addAll(List.of(version, version, version));
            }
            Collections.shuffle(versions, new Random(7));
            List<CompletableFuture<Duration>> answers =
                    versions.stream().map(version -> tell(version, Duration.ZERO)).toList();
            answers.forEach(answer -> assertEquals(Duration.ZERO, answer.join()));
            await().until(() -> follower.ids().contains("state-200"));
            List<String> told = follower.ids();
            assertEquals("state-200", told.getLast());
            assertEquals(
                    told.stream()
                            .distinct()
                            .sorted(Comparator.comparing(id -> Integer.valueOf(id.substring(6))))
                            .toList(),
                    told);
        }
    }

    @Test
    void what_comes_too_soon_changes_nothing_and_hears_how_long_to_wait() {
        try (RecordingFollower follower = follower()) {
            assertEquals(Duration.ZERO, tell(1, LONG).join());
            Duration wait = tell(2, LONG).join();
            assertTrue(
                    wait.compareTo(LONG) <= 0 && wait.compareTo(LONG.minusMinutes(1)) > 0,
                    wait::toString);
            // Known already, so there is nothing to wait for.
            assertEquals(Duration.ZERO, tell(1, LONG).join());
            assertEquals(Duration.ZERO, tell(3, Duration.ZERO).join());
            await().untilAsserted(
                            () -> assertEquals(List.of("state-1", "state-3"), follower.ids()));
        }
    }

    @Test
    void states_and_other_events_keep_one_order_in_a_room() {
        try (RecordingFollower follower = follower()) {
            tell(1, Duration.ZERO).join();
            fixture.publish(room, "between");
            tell(2, Duration.ZERO).join();
            await().untilAsserted(() ->
                    assertEquals(List.of("state-1", "between", "state-2"), follower.ids()));
            assertTrue(follower.gaps.isEmpty());
        }
    }
}
