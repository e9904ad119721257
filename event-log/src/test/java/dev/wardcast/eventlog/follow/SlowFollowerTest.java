package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.event;
import static dev.wardcast.eventlog.follow.LogFixture.reading;
import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Followers that fall behind: alerts all arrive, readings collapse, and nobody else notices. */
class SlowFollowerTest {

    private final LogFixture fixture =
            new LogFixture(TestServers.redisUrl(), LogFixture.options(1));
    private final List<Room> rooms =
            List.of(room("p-" + UUID.randomUUID()), room("p-" + UUID.randomUUID()));
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private int number;
    private RoomHub node;

    @BeforeEach
    void open() {
        node = fixture.node();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** Every {@code alertEvery}-th an alert, the others readings of ten keys in each room. */
    private List<NewEvent> mixed(int count, int alertEvery) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = run + "." + ++number;
            Room room = rooms.get(number / 10 % 2);
            events.add(
                    number % alertEvery == 0
                            ? event(room, id)
                            : reading(room, id, "key-" + number % 10));
        }
        return events;
    }

    private static List<String> alerts(List<NewEvent> published) {
        return published.stream().filter(e -> e.collapseKey() == null).map(NewEvent::id).toList();
    }

    private static List<String> alerts(RecordingFollower follower) {
        return follower.events.stream()
                .filter(e -> e.collapseKey() == null)
                .map(LogEvent::id)
                .toList();
    }

    private static Set<String> newestReadings(List<NewEvent> published) {
        Map<String, String> newest = new HashMap<>();
        for (NewEvent event : published) {
            if (event.collapseKey() != null) {
                newest.put(event.room().name() + event.collapseKey(), event.id());
            }
        }
        return new HashSet<>(newest.values());
    }

    private static void assertInOrder(RecordingFollower follower) {
        long last = 0;
        for (LogEvent event : follower.events) {
            assertTrue(event.clock() > last, "order of the log");
            last = event.clock();
        }
    }

    private RecordingFollower live() {
        RecordingFollower follower = RecordingFollower.of(node, rooms, new Start.Now());
        await().until(() -> follower.caughtUp);
        return follower;
    }

    private int heldByTheHub() {
        CompletableFuture<Integer> weight = new CompletableFuture<>();
        PartitionHub hub = node.partition(0);
        hub.command(() -> weight.complete(hub.legs().backlogs().weight()));
        return weight.join();
    }

    @Test
    void whoever_fell_behind_gets_every_alert_and_of_each_reading_only_the_newest() {
        try (RecordingFollower slow = live();
                RecordingFollower quick = live()) {
            slow.takeOnly(0);
            List<NewEvent> published = mixed(10_000, 20);
            fixture.publishAll(published);
            await().until(() -> quick.events.size() == published.size());
            assertEquals(0, slow.events.size());
            assertEquals(1, node.stats().pauses());

            slow.takeOnly(Integer.MAX_VALUE);
            await().untilAsserted(() -> assertEquals(alerts(published), alerts(slow)));
            Set<String> newest = newestReadings(published);
            await().until(() -> slow.ids().containsAll(newest));
            assertEquals(
                    alerts(published).size() + newest.size(),
                    slow.events.size(),
                    "no reading that a newer one supersedes");
            assertInOrder(slow);
            assertEquals(
                    published.size() - slow.events.size(), node.stats().collapsed(), "all counted");
            assertTrue(
                    heldByTheHub() <= rooms.size() * Backlogs.MOST_OF_A_ROOM,
                    "held: " + heldByTheHub());

            List<NewEvent> more = mixed(40, 20);
            int before = slow.events.size();
            fixture.publishAll(more);
            await().until(() -> slow.events.size() == before + more.size());
            assertTrue(slow.gaps.isEmpty());
        }
    }

    @Test
    void whoever_comes_back_gets_every_reading_that_was_missed() {
        RecordingFollower first = live();
        Start after = new Start.After(first.position());
        first.close();
        List<NewEvent> published = mixed(1_500, 20);
        fixture.publishAll(published);
        try (RecordingFollower back = RecordingFollower.of(node, rooms, after)) {
            // However slowly it takes them.
            back.takeOnly(3);
            await().until(() -> back.events.size() >= 3);
            back.takeOnly(Integer.MAX_VALUE);
            await().until(() -> back.events.size() == published.size());
            assertEquals(published.stream().map(NewEvent::id).toList(), back.ids());
            assertEquals(0, node.stats().collapsed());
        }
    }

    @Test
    void no_more_is_given_than_is_wanted_also_from_the_buffer() {
        try (RecordingFollower slow = live()) {
            slow.takeOnly(0);
            List<NewEvent> published = mixed(300, 1);
            fixture.publishAll(published);
            List<String> ids = published.stream().map(NewEvent::id).toList();
            for (int taken = 7; taken <= 210; taken += 7) {
                slow.takeOnly(7);
                int expected = taken;
                await().until(() -> slow.events.size() >= expected);
                assertEquals(ids.subList(0, expected), slow.ids());
            }
        }
    }

    @Test
    void readings_of_one_key_never_go_back_however_slowly_a_follower_takes_them() throws Exception {
        Random random = new Random(5);
        try (RecordingFollower slow = live()) {
            List<NewEvent> published = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                slow.takeOnly(random.nextInt(12));
                List<NewEvent> some = mixed(1 + random.nextInt(120), 7);
                fixture.publishAll(some);
                published.addAll(some);
            }
            slow.takeOnly(Integer.MAX_VALUE);
            await().untilAsserted(() -> assertEquals(alerts(published), alerts(slow)));
            Set<String> newest = newestReadings(published);
            await().until(() -> slow.ids().containsAll(newest));
            assertInOrder(slow);
            assertEquals(
                    published.size() - slow.events.size(),
                    node.stats().collapsed(),
                    "each counted once, though pages were given twice");
        }
    }

    @Test
    void a_room_that_joins_a_follower_that_fell_behind_brings_every_reading_it_missed() {
        Room joining = room("p-" + UUID.randomUUID());
        var start = fixture.publish(joining, run + "-start");
        var after =
                dev.wardcast.eventlog.Position.of(
                        0, new dev.wardcast.eventlog.Cursor(start.epoch(), start.clock()));
        List<NewEvent> readings = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            readings.add(reading(joining, run + "-r" + i, "one-key"));
        }
        try (RecordingFollower slow = live()) {
            slow.takeOnly(0);
            fixture.publishAll(mixed(100, 20));
            fixture.publishAll(readings);
            await().until(() -> node.stats().pauses() == 1);
            slow.use(f -> f.join(joining, java.util.Optional.of(after)));
            slow.takeOnly(Integer.MAX_VALUE);
            List<String> expected = readings.stream().map(NewEvent::id).toList();
            await().untilAsserted(() ->
                    assertEquals(
                            expected,
                            slow.events.stream()
                                    .filter(e -> e.room().equals(joining.name()))
                                    .map(LogEvent::id)
                                    .toList()));
        }
    }
}
