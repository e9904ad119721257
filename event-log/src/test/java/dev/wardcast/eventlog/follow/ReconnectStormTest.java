package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Everybody of a room comes back at once, each from somewhere else in its past. How many is {@code
 * -Dwardcast.storm.followers}.
 */
class ReconnectStormTest {

    private static final int FOLLOWERS = Integer.getInteger("wardcast.storm.followers", 2_000);
    private static final int PAST = 1_000;
    private static final long SEED = 11;

    private final LogFixture fixture =
            new LogFixture(TestServers.redisUrl(), LogFixture.options(1));
    private final List<ExecutorService> loops =
            List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor());
    private final Room room = room("p-" + UUID.randomUUID());

    @AfterEach
    void close() throws Exception {
        loops.forEach(ExecutorService::shutdownNow);
        fixture.close();
    }

    private Position publish() {
        var done = fixture.publish(room, UUID.randomUUID().toString());
        return Position.of(0, new Cursor(done.epoch(), done.clock()));
    }

    @Test
    void all_who_come_back_are_served_from_one_reading_of_the_past() throws Exception {
        RoomHub node = fixture.node();
        List<Position> past = new ArrayList<>();
        for (int i = 0; i < PAST; i++) {
            past.add(publish());
        }
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger published = new AtomicInteger(PAST);
        Thread publishing =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!over.get()) {
                                publish();
                                published.incrementAndGet();
                                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                            }
                        });

        Random random = new Random(SEED);
        List<CountingFollower> followers = new ArrayList<>();
        List<Integer> from = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < FOLLOWERS; i++) {
            CountingFollower follower = new CountingFollower(loops.get(i % loops.size()));
            from.add(random.nextInt(PAST));
            follower.resume(node, room, past.get(from.getLast()));
            followers.add(follower);
        }
        await().pollInterval(Duration.ofMillis(5)).until(() -> caughtUp(followers, from, PAST));
        long millis = (System.nanoTime() - start) / 1_000_000;
        over.set(true);
        publishing.join();
        int all = published.get();
        await().until(() -> caughtUp(followers, from, all));

        System.out.printf(
                "reconnect storm: %,d followers, %,d events of the past, caught up in %,d ms, %d"
                        + " readings of Redis%n",
                FOLLOWERS, PAST, millis, node.stats().pagesRead());
        assertEquals(0, followers.stream().mapToInt(CountingFollower::mistakes).sum());
        for (int i = 0; i < FOLLOWERS; i++) {
            assertEquals(all - 1 - from.get(i), followers.get(i).count());
        }
        assertTrue(
                node.stats().pagesRead() <= 12, "readings of Redis: " + node.stats().pagesRead());
        followers.forEach(CountingFollower::close);
    }

    @Test
    void the_past_in_memory_is_bounded_and_goes_when_nobody_uses_it() {
        RoomHub node = fixture.node();
        Position first = publish();
        int events = 6_000;
        fixture.publishAll(
                java.util.stream.Stream.generate(
                                () -> LogFixture.event(room, UUID.randomUUID().toString()))
                        .limit(events)
                        .toList());
        CountingFollower follower = new CountingFollower(loops.getFirst());
        follower.resume(node, room, first);
        int most = 0;
        while (follower.count() < events) {
            most = Math.max(most, weight(node));
        }
        assertTrue(most > 0 && most <= Backlogs.MOST_OF_A_ROOM, "held at most: " + most);
        assertEquals(0, follower.mistakes());
        await().until(() -> weight(node) == 0);
        follower.close();
    }

    private static int weight(RoomHub node) {
        CompletableFuture<Integer> weight = new CompletableFuture<>();
        PartitionHub hub = node.partition(0);
        hub.command(() -> weight.complete(hub.legs().backlogs().weight()));
        return weight.join();
    }

    private static boolean caughtUp(
            List<CountingFollower> followers, List<Integer> from, int events) {
        for (int i = 0; i < followers.size(); i++) {
            if (followers.get(i).count() < events - 1 - from.get(i)) {
                return false;
            }
        }
        return true;
    }
}
