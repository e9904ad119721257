package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Followers that begin with the newest there is, and who learns that something was delivered. */
class NewestTest {

    private LogFixture fixture = new LogFixture(TestServers.redisUrl(), LogFixture.options(1));
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static Room fresh() {
        return room("p-" + UUID.randomUUID());
    }

    private List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> run + i).toList();
    }

    private static void awaitIds(RecordingFollower follower, List<String> expected) {
        await().untilAsserted(() -> assertEquals(expected, follower.ids()));
    }

    @Test
    void the_newest_of_all_rooms_together_come_first_and_then_what_happens() {
        List<Room> rooms = List.of(fresh(), fresh(), fresh());
        for (int i = 1; i <= 24; i++) {
            fixture.publish(rooms.get(i * i % 3), run + i);
        }
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), rooms, new Start.Newest(10))) {
            awaitIds(follower, ids(15, 24));
            fixture.publish(rooms.get(2), run + 25);
            awaitIds(follower, ids(15, 25));
            assertTrue(follower.gaps.isEmpty());
        }
    }

    @Test
    void where_there_are_fewer_it_begins_with_what_there_is() {
        Room few = fresh();
        Room many = fresh();
        ids(1, 3).forEach(id -> fixture.publish(few, id));
        RoomHub node = fixture.node();
        try (RecordingFollower follower =
                RecordingFollower.of(node, Set.of(few, fresh()), new Start.Newest(10))) {
            awaitIds(follower, ids(1, 3));
        }
        ids(4, 103).forEach(id -> fixture.publish(many, id));
        int ring = fixture.options.ring();
        try (RecordingFollower follower =
                RecordingFollower.of(node, Set.of(many), new Start.Newest(1_000))) {
            awaitIds(follower, ids(104 - ring, 103));
            assertTrue(follower.gaps.isEmpty(), "history that nobody was promised is no gap");
        }
    }

    @Test
    void none_of_the_newest_is_the_same_as_now() {
        Room room = fresh();
        fixture.publish(room, run + 1);
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), Set.of(room), new Start.Newest(0))
                        .awaitStarted()) {
            fixture.publish(room, run + 2);
            awaitIds(follower, ids(2, 2));
        }
        assertThrows(IllegalArgumentException.class, () -> new Start.Newest(-1));
    }

    @Test
    void history_that_is_trimmed_while_it_is_being_asked_for_is_no_gap() throws Exception {
        fixture.close();
        fixture = new LogFixture(TestServers.redisUrl(), keepingTen());
        Room room = fresh();
        RoomHub node = fixture.node();
        ids(1, 30).forEach(id -> fixture.publish(room, id));
        CountDownLatch release = new CountDownLatch(1);
        Set<Room> rooms = Set.of(room);
        try (RecordingFollower quick =
                RecordingFollower.of(node, rooms, new Start.Newest(1)).awaitStarted()) {
            RecordingFollower follower =
                    RecordingFollower.busyUntil(release, node, rooms, new Start.Newest(16));
            // The hub does one thing after the other: by now that one has been told its place.
            RecordingFollower.of(node, rooms, new Start.Now()).awaitStarted().close();
            // The 32nd event trims the buffer to the last ten, and the ring has gone past 14.
            ids(31, 32).forEach(id -> fixture.publish(room, id));
            awaitIds(quick, ids(30, 32));
            release.countDown();
            awaitIds(follower, ids(23, 32));
            assertTrue(follower.gaps.isEmpty());
            follower.close();
        }
    }

    private static LogOptions keepingTen() {
        return new LogOptions(
                1,
                Duration.ofMillis(1),
                10,
                10,
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofHours(1),
                16,
                Duration.ofMillis(300),
                Duration.ofMillis(300));
    }

    @Test
    void whoever_observes_hears_of_each_delivered_event_once_a_loop() {
        Room room = fresh();
        List<LogEvent> written = new CopyOnWriteArrayList<>();
        RoomHub node = fixture.node(written::addAll);
        try (RecordingFollower follower =
                RecordingFollower.of(node, Set.of(room), new Start.Now()).awaitStarted()) {
            awaitLive(follower);
            ids(1, 20).forEach(id -> fixture.publish(room, id));
            fixture.publish(fresh(), run + "elsewhere");
            awaitIds(follower, ids(1, 20));
            await().untilAsserted(() ->
                    assertEquals(ids(1, 20), written.stream().map(LogEvent::id).toList()));
            follower.takeOnly(0);
            ids(21, 40).forEach(id -> fixture.publish(room, id));
            fixture.publish(room, run + 41);
            await().until(() -> node.stats().events() >= 41);
            // The hub does one thing after the other: by now it has offered the last one too.
            RecordingFollower.of(node, Set.of(room), new Start.Now()).awaitStarted().close();
            follower.takeOnly(Integer.MAX_VALUE);
            awaitIds(follower, ids(1, 41));
            assertEquals(20, written.size(), "what nobody took as it came was not written then");
        }
    }

    private static void awaitLive(RecordingFollower follower) {
        await().until(() -> follower.caughtUp);
    }
}
