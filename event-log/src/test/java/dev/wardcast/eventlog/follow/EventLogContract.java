package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every kind of Redis must do for us. */
abstract class EventLogContract {

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

    private static Room fresh() {
        return room("p-" + UUID.randomUUID());
    }

    private static List<String> ids(String prefix, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> prefix + i).toList();
    }

    private static void awaitIds(RecordingFollower follower, List<String> expected) {
        await().untilAsserted(() -> assertEquals(expected, follower.ids()));
    }

    @Test
    void a_follower_gets_every_event_once_and_in_order() {
        Room room = fresh();
        RoomHub hub = fixture.node();
        fixture.publish(room, "before");
        try (RecordingFollower follower =
                RecordingFollower.of(hub, Set.of(room), Optional.empty()).awaitStarted()) {
            String run = UUID.randomUUID().toString().substring(0, 8);
            ids(run, 1, 50).forEach(id -> fixture.publish(room, id));
            awaitIds(follower, ids(run, 1, 50));
            assertTrue(follower.gaps.isEmpty());
        }
    }

    @Test
    void an_id_that_was_published_before_changes_nothing() {
        Room room = fresh();
        String id = UUID.randomUUID().toString();
        var first = fixture.publish(room, id);
        var again = fixture.publish(room, id);
        assertFalse(first.duplicate());
        assertTrue(again.duplicate());
        assertEquals(first.clock(), again.clock());
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), Set.of(room), everything())) {
            awaitIds(follower, List.of(id));
        }
    }

    @Test
    void a_client_that_saw_no_event_yet_resumes_without_a_hole() {
        Room room = fresh();
        Position start;
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), Set.of(room), Optional.empty())
                        .awaitStarted()) {
            start = follower.position();
        }
        String run = UUID.randomUUID().toString().substring(0, 8);
        ids(run, 1, 5).forEach(id -> fixture.publish(room, id));
        try (RecordingFollower resumed =
                RecordingFollower.of(fixture.node(), Set.of(room), Optional.of(start))) {
            awaitIds(resumed, ids(run, 1, 5));
            assertTrue(resumed.gaps.isEmpty());
        }
    }

    @Test
    void a_position_of_many_rooms_is_resumed_on_another_node() {
        List<Room> rooms = IntStream.range(0, 12).mapToObj(i -> fresh()).toList();
        String run = UUID.randomUUID().toString().substring(0, 8);
        RoomHub first = fixture.node();
        RoomHub second = fixture.node();
        List<String> seen = new ArrayList<>();
        Position position;
        try (RecordingFollower follower =
                RecordingFollower.of(first, rooms, Optional.empty()).awaitStarted()) {
            for (int i = 1; i <= 60; i++) {
                fixture.publish(rooms.get(i % rooms.size()), run + i);
            }
            await().until(() -> follower.events.size() == 60);
            position = follower.position();
            seen.addAll(follower.ids());
        }
        for (int i = 61; i <= 400; i++) {
            fixture.publish(rooms.get(i % rooms.size()), run + i);
        }
        try (RecordingFollower resumed =
                RecordingFollower.of(second, rooms, Optional.of(position))) {
            await().until(() -> resumed.events.size() >= 340);
            for (int i = 401; i <= 420; i++) {
                fixture.publish(rooms.get(i % rooms.size()), run + i);
            }
            await().until(() -> resumed.events.size() >= 360);
            assertEquals(
                    new java.util.TreeSet<>(ids(run, 61, 420)),
                    new java.util.TreeSet<>(resumed.ids()));
            assertEquals(360, resumed.events.size());
            assertTrue(resumed.gaps.isEmpty());
        }
    }

    @Test
    void a_position_that_means_nothing_here_is_answered_with_a_gap_and_what_there_is() {
        Room room = fresh();
        String run = UUID.randomUUID().toString().substring(0, 8);
        ids(run, 1, 3).forEach(id -> fixture.publish(room, id));
        for (Optional<Position> nonsense : List.of(everything(), Position.parse("0000-zzzz"))) {
            try (RecordingFollower follower =
                    RecordingFollower.of(fixture.node(), Set.of(room), nonsense)) {
                awaitIds(follower, ids(run, 1, 3));
                assertEquals(1, follower.gaps.size());
                assertEquals(Set.of(room.name()), follower.gaps.iterator().next().rooms());
            }
        }
    }

    @Test
    void a_position_older_than_the_buffer_is_answered_with_a_gap() {
        Room room = fresh();
        LogOptions small =
                new LogOptions(
                        partitions(),
                        Duration.ofMillis(1),
                        10,
                        10,
                        Duration.ofHours(1),
                        Duration.ofDays(1),
                        Duration.ofHours(1),
                        16,
                        Duration.ofMillis(300),
                        Duration.ofMillis(300));
        String run = UUID.randomUUID().toString().substring(0, 8);
        try (LogFixture trimmed = new LogFixture(uri(), small)) {
            Position early;
            try (RecordingFollower follower =
                    RecordingFollower.of(trimmed.node(), Set.of(room), Optional.empty())
                            .awaitStarted()) {
                trimmed.publish(room, run + 1);
                await().until(() -> follower.events.size() == 1);
                early = follower.position();
            }
            ids(run, 2, 200).forEach(id -> trimmed.publish(room, id));
            try (RecordingFollower late =
                    RecordingFollower.of(trimmed.node(), Set.of(room), Optional.of(early))) {
                await().until(() -> late.ids().contains(run + 200));
                assertEquals(1, late.gaps.size());
                List<String> got = late.ids();
                assertEquals(ids(run, 201 - got.size(), 200), got);
                assertTrue(got.size() >= 10, "the fewest are kept: " + got.size());
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_follower_that_wants_no_more_loses_nothing_and_queues_nothing() {
        Room room = fresh();
        String run = UUID.randomUUID().toString().substring(0, 8);
        RoomHub hub = fixture.node();
        try (RecordingFollower slow =
                        RecordingFollower.of(hub, Set.of(room), Optional.empty()).awaitStarted();
                RecordingFollower quick =
                        RecordingFollower.of(hub, Set.of(room), Optional.empty()).awaitStarted()) {
            slow.takeOnly(5);
            ids(run, 1, 700).forEach(id -> fixture.publish(room, id));
            awaitIds(quick, ids(run, 1, 700));
            assertEquals(ids(run, 1, 5), slow.ids());
            slow.takeOnly(Integer.MAX_VALUE);
            awaitIds(slow, ids(run, 1, 700));
            assertTrue(slow.gaps.isEmpty());
        }
    }

    @Test
    void rooms_join_and_leave_a_follower() {
        Room first = fresh();
        Room second = fresh();
        String run = UUID.randomUUID().toString().substring(0, 8);
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), Set.of(), Optional.empty()).awaitStarted()) {
            follower.use(f -> f.join(first));
            follower.use(f -> f.join(second));
            await().until(() -> {
                fixture.publish(first, UUID.randomUUID().toString());
                fixture.publish(second, UUID.randomUUID().toString());
                Set<String> heard =
                        follower.events.stream()
                                .map(LogEvent::room)
                                .collect(java.util.stream.Collectors.toSet());
                return heard.size() == 2;
            });
            follower.use(f -> f.leave(first));
            int before = count(follower, first);
            fixture.publish(first, run + "hidden");
            fixture.publish(second, run + "shown");
            await().until(() -> follower.ids().contains(run + "shown"));
            assertEquals(before, count(follower, first));
        }
    }

    private static int count(RecordingFollower follower, Room room) {
        return (int) follower.events.stream().filter(e -> e.room().equals(room.name())).count();
    }

    @Test
    void a_lost_message_is_found_when_the_next_one_comes() {
        Room room = fresh();
        String run = UUID.randomUUID().toString().substring(0, 8);
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), Set.of(room), Optional.empty())
                        .awaitStarted()) {
            fixture.publish(room, run + 1);
            fixture.publishUnheard(room, run + 2);
            fixture.publish(room, run + 3);
            awaitIds(follower, ids(run, 1, 3));
            assertTrue(follower.gaps.isEmpty());
        }
    }

    @Test
    void a_lost_message_is_found_even_when_it_was_the_last() {
        Room room = fresh();
        String run = UUID.randomUUID().toString().substring(0, 8);
        RoomHub hub = fixture.node();
        try (RecordingFollower follower =
                RecordingFollower.of(hub, Set.of(room), Optional.empty()).awaitStarted()) {
            fixture.publish(room, run + 1);
            fixture.publishUnheard(room, run + 2);
            awaitIds(follower, ids(run, 1, 2));
            assertTrue(hub.stats().lostMessagesFound() + hub.stats().holesFound() >= 1);
        }
    }

    @Test
    void what_was_put_in_for_a_gap_does_not_come_again_and_is_forgotten_once_it_is_passed() {
        Room room = fresh();
        String run = UUID.randomUUID().toString().substring(0, 8);
        List<Long> clocks =
                ids(run, 1, 5).stream().map(id -> fixture.publish(room, id).clock()).toList();
        Delivered delivered = new Delivered(Set.of(run + 2, run + 3), clocks.get(2));
        try (RecordingFollower follower =
                RecordingFollower.of(
                        fixture.node(),
                        Set.of(room),
                        new Start.After(everything().orElseThrow()),
                        gap -> gap.passed(delivered))) {
            awaitIds(follower, List.of(run + 1, run + 4, run + 5));
            assertEquals(0, follower.ask(Following::remembered));
        }
    }

    static Optional<Position> everything() {
        return Optional.of(new Position(new java.util.TreeMap<>()));
    }
}
