package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A loop that does not get on while more is published than may wait for it. */
class StuckLoopTest {

    private static final int EVENTS = 70_000;
    private static final int TOGETHER = 5_000;

    @Test
    void what_is_left_out_for_a_stuck_loop_is_read_later_once_and_in_order() throws Exception {
        LogOptions some = LogFixture.options(1);
        LogOptions roomy =
                new LogOptions(
                        1,
                        some.keepAll(),
                        some.keepFewest(),
                        2 * EVENTS,
                        some.silentBuffer(),
                        some.silentRoom(),
                        some.recognise(),
                        some.ring(),
                        Duration.ofSeconds(3),
                        some.linger());
        Room room = room("stuck-" + UUID.randomUUID());
        CountDownLatch stuck = new CountDownLatch(1);
        try (LogFixture fixture = new LogFixture(TestServers.redisUrl(), roomy)) {
            RoomHub hub = fixture.node();
            try (RecordingFollower follower =
                    RecordingFollower.of(hub, Set.of(room), Optional.empty()).awaitStarted()) {
                follower.loop.execute(() -> awaitQuietly(stuck));
                List<String> all = new ArrayList<>();
                for (int i = 0; i < EVENTS; i += TOGETHER) {
                    List<NewEvent> some5000 = new ArrayList<>();
                    for (int j = i; j < i + TOGETHER; j++) {
                        some5000.add(LogFixture.event(room, "e" + j));
                        all.add("e" + j);
                    }
                    fixture.publishAll(some5000);
                }
                await().until(() -> hub.stats().events() >= EVENTS);
                stuck.countDown();
                await().until(() -> follower.events.size() >= EVENTS);
                assertTrue(all.equals(follower.ids()), "each once and in order");
                assertEquals(0, follower.gaps.size());
                assertTrue(hub.stats().pagesRead() > 0, "the end came from the buffers");
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
