package dev.wardcast.eventlog.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Multicast;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of events that are for many rooms, with every kind of Redis. */
abstract class MulticastContract {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<Room> rooms =
            IntStream.range(0, 9).<Room>mapToObj(i -> new Room.User(run + "-" + i)).toList();
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

    private EventLog.Appended publish(String id, List<Room> to) {
        return fixture.log
                .publishToAll(
                        Multicast.once(
                                id,
                                to,
                                EventType.USER_MESSAGE,
                                Instant.now(),
                                ("{\"id\":\"" + id + "\"}").getBytes(UTF_8)))
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static List<String> idsOf(Room room, RecordingFollower follower) {
        return new ArrayList<>(follower.events)
                .stream()
                        .filter(event -> event.room().equals(room.name()))
                        .map(LogEvent::id)
                        .toList();
    }

    private void awaitIn(Room room, RecordingFollower follower, List<String> expected) {
        await().atMost(SOON).untilAsserted(() -> assertEquals(expected, idsOf(room, follower)));
    }

    @Test
    void every_room_gets_it_once_and_in_order_with_what_is_for_it_alone() {
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), rooms, Optional.empty()).awaitStarted()) {
            List<List<String>> expected =
                    rooms.stream().<List<String>>map(room -> new ArrayList<>()).toList();
            for (int i = 0; i < 60; i++) {
                int from = i % 4;
                String id = run + "-all-" + i;
                publish(id, rooms.subList(from, rooms.size()));
                expected.subList(from, rooms.size()).forEach(ids -> ids.add(id));
                int alone = i % rooms.size();
                String single = run + "-one-" + i;
                fixture.publish(rooms.get(alone), single);
                expected.get(alone).add(single);
            }
            for (int i = 0; i < rooms.size(); i++) {
                awaitIn(rooms.get(i), follower, expected.get(i));
            }
            assertTrue(follower.gaps.isEmpty());
        }
    }

    @Test
    void whoever_comes_back_gets_what_all_were_told_meanwhile() throws Exception {
        Position before;
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), rooms, Optional.empty()).awaitStarted()) {
            publish(run + "-0", rooms);
            rooms.forEach(room -> awaitIn(room, follower, List.of(run + "-0")));
            before = follower.position();
        }
        List<String> missed = IntStream.range(1, 50).mapToObj(i -> run + "-" + i).toList();
        missed.forEach(id -> publish(id, rooms));
        try (LogFixture other = new LogFixture(uri(), LogFixture.options(partitions()));
                RecordingFollower back =
                        RecordingFollower.of(other.node(), rooms, Optional.of(before))) {
            rooms.forEach(room -> awaitIn(room, back, missed));
            assertTrue(back.gaps.isEmpty());
        }
    }

    @Test
    void a_repeat_changes_no_room_and_is_told_the_first_place() {
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), rooms, Optional.empty()).awaitStarted()) {
            EventLog.Appended first = publish(run + "-a", rooms);
            EventLog.Appended again = publish(run + "-a", rooms);
            publish(run + "-b", rooms);
            assertFalse(first.duplicate());
            assertTrue(again.duplicate());
            assertEquals(first.clock(), again.clock());
            rooms.forEach(room -> awaitIn(room, follower, List.of(run + "-a", run + "-b")));
        }
    }

    @Test
    void after_half_a_publication_the_repeat_completes_it_and_doubles_nothing() {
        int first = fixture.keys.partitionOf(rooms.getFirst().name());
        List<Room> part =
                rooms.stream()
                        .filter(room -> fixture.keys.partitionOf(room.name()) == first)
                        .toList();
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), rooms, Optional.empty()).awaitStarted()) {
            publish(run + "-half", part);
            publish(run + "-half", rooms);
            publish(run + "-end", rooms);
            rooms.forEach(room -> awaitIn(room, follower, List.of(run + "-half", run + "-end")));
        }
    }
}
