package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms that join a follower after a position of their own. */
class JoinTest {

    private final LogFixture fixture =
            new LogFixture(TestServers.redisUrl(), LogFixture.options(1));
    private final Room old = room("p-" + UUID.randomUUID());
    private final Room own = room("p-" + UUID.randomUUID());
    private RoomHub node;

    @BeforeEach
    void open() {
        node = fixture.node();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Position publish(Room room, String prefix, int from, int to) {
        Position last = Position.of(0, Cursor.UNKNOWN);
        for (int i = from; i <= to; i++) {
            var done = fixture.publish(room, prefix + i + "-" + room.name().substring(10, 18));
            last = Position.of(0, new Cursor(done.epoch(), done.clock()));
        }
        return last;
    }

    private static List<String> ids(Room room, String prefix, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> prefix + i + "-" + room.name().substring(10, 18))
                .toList();
    }

    private static List<String> of(RecordingFollower follower, Room room) {
        return follower.events.stream()
                .filter(event -> event.room().equals(room.name()))
                .map(LogEvent::id)
                .toList();
    }

    private static void awaitIds(RecordingFollower follower, Room room, List<String> expected) {
        await().untilAsserted(() -> assertEquals(expected, of(follower, room)));
    }

    private RecordingFollower live(Room room) {
        RecordingFollower follower = RecordingFollower.of(node, Set.of(room), new Start.Now());
        await().until(() -> follower.caughtUp);
        return follower;
    }

    private static void join(RecordingFollower follower, Room room, Position after) {
        follower.use(following -> following.join(room, Optional.of(after)));
    }

    @Test
    void a_room_that_joins_gets_what_it_missed_and_no_other_room_gets_anything_twice() {
        try (RecordingFollower follower = live(own)) {
            Position after = publish(old, "a", 1, 1);
            // More than a ring holds, so that it comes from Redis, and mixed with the other room.
            for (int i = 2; i <= 60; i++) {
                publish(old, "a", i, i);
                publish(own, "b", i, i);
            }
            awaitIds(follower, own, ids(own, "b", 2, 60));
            join(follower, old, after);
            publish(old, "a", 61, 65);
            publish(own, "b", 61, 65);
            awaitIds(follower, old, ids(old, "a", 2, 65));
            awaitIds(follower, own, ids(own, "b", 2, 65));
            assertTrue(follower.gaps.isEmpty());
        }
    }

    @Test
    void whoever_is_told_that_a_room_is_listened_to_misses_nothing_from_then_on() {
        try (RecordingFollower follower = live(own)) {
            for (int i = 0; i < 100; i++) {
                Room room = room("p-" + UUID.randomUUID());
                CountDownLatch joined = new CountDownLatch(1);
                follower.use(following ->
                        following.join(room, Optional.empty(), from -> joined.countDown()));
                await().until(() -> joined.getCount() == 0);
                publish(room, "a", 1, 1);
                awaitIds(follower, room, ids(room, "a", 1, 1));
            }
        }
    }

    @Test
    void the_position_is_never_ahead_of_the_room_that_joined() {
        try (RecordingFollower follower = live(own)) {
            Position after = publish(old, "a", 1, 1);
            publish(old, "a", 2, 50);
            publish(own, "b", 1, 1);
            awaitIds(follower, own, ids(own, "b", 1, 1));
            follower.takeOnly(10);
            join(follower, old, after);
            awaitIds(follower, old, ids(old, "a", 2, 11));
            Position meanwhile = follower.ask(Following::position);
            RoomHub other = fixture.node();
            try (RecordingFollower resumed =
                    RecordingFollower.of(other, Set.of(own, old), new Start.After(meanwhile))) {
                awaitIds(resumed, old, ids(old, "a", 12, 50));
            }
            follower.takeOnly(Integer.MAX_VALUE);
            awaitIds(follower, old, ids(old, "a", 2, 50));
            publish(own, "b", 2, 2);
            awaitIds(follower, own, ids(own, "b", 1, 2));
        }
    }

    @Test
    void a_room_may_stand_further_on_than_the_others() {
        Position start;
        try (RecordingFollower first = live(own)) {
            start = first.position();
        }
        publish(own, "b", 1, 40);
        Position after = publish(old, "a", 1, 40);
        publish(old, "a", 41, 42);
        RecordingFollower follower =
                RecordingFollower.of(node, Set.of(own), new Start.After(start));
        try (follower) {
            join(follower, old, after);
            awaitIds(follower, own, ids(own, "b", 1, 40));
            awaitIds(follower, old, ids(old, "a", 41, 42));
        }
    }

    @Test
    void a_position_that_means_nothing_is_a_gap_of_that_room_alone() {
        for (Position nonsense :
                List.of(
                        Position.parse("zzzzzz-zzz").orElseThrow(),
                        Position.parse("1~" + "zzzzzz-zzz").orElseThrow(),
                        aheadOfTheLog())) {
            Room fresh = room("p-" + UUID.randomUUID());
            publish(fresh, "c", 1, 5);
            Room other = room("p-" + UUID.randomUUID());
            try (RecordingFollower follower = live(other)) {
                publish(other, "b", 1, 30);
                awaitIds(follower, other, ids(other, "b", 1, 30));
                join(follower, fresh, nonsense);
                awaitIds(follower, fresh, ids(fresh, "c", 1, 5));
                publish(other, "b", 31, 35);
                publish(fresh, "c", 6, 7);
                awaitIds(follower, other, ids(other, "b", 1, 35));
                awaitIds(follower, fresh, ids(fresh, "c", 1, 7));
                assertEquals(1, follower.gaps.size());
                assertEquals(Set.of(fresh.name()), follower.gaps.iterator().next().rooms());
            }
        }
    }

    private Position aheadOfTheLog() {
        var now = fixture.publish(old, UUID.randomUUID().toString());
        return Position.of(0, new Cursor(now.epoch(), now.clock() + 3_600_000_000L));
    }

    @Test
    void a_room_whose_position_is_older_than_its_buffer_is_a_gap_of_that_room_alone() {
        Position after = publish(old, "a", 1, 1);
        publish(old, "a", 2, 100);
        // As if trimmed up to the 50th.
        byte[] buffer = dev.wardcast.eventlog.Keys.bytes(fixture.keys.buffer(0, old.name()));
        var redis = fixture.redis.commands();
        RecordingFollower follower = live(own);
        try (follower) {
            long floor = trim(redis, buffer);
            publish(own, "b", 1, 3);
            awaitIds(follower, own, ids(own, "b", 1, 3));
            join(follower, old, after);
            awaitIds(follower, old, ids(old, "a", 51, 100));
            assertEquals(1, follower.gaps.size());
            Gap gap = follower.gaps.iterator().next();
            assertEquals(Set.of(old.name()), gap.rooms());
            assertEquals(after.in(0).orElseThrow(), gap.since());
            assertTrue(floor > gap.since().clock());
            publish(own, "b", 4, 5);
            awaitIds(follower, own, ids(own, "b", 1, 5));
        }
    }

    private long trim(
            io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands<byte[], byte[]> redis,
            byte[] buffer) {
        try {
            var entries = redis.xrange(buffer, io.lettuce.core.Range.unbounded()).get(5, SECONDS);
            String fiftieth = entries.get(49).getId();
            long floor = Long.parseLong(fiftieth.substring(0, fiftieth.indexOf('-')));
            redis.xtrim(
                            buffer,
                            io.lettuce.core.XTrimArgs.Builder.minId((floor + 1) + "-0")
                                    .exactTrimming())
                    .get(5, SECONDS);
            byte[] room = dev.wardcast.eventlog.Keys.bytes(fixture.keys.room(0, old.name()));
            redis.hset(
                            room,
                            dev.wardcast.eventlog.Keys.bytes("floor"),
                            dev.wardcast.eventlog.Keys.bytes(Long.toString(floor)))
                    .get(5, SECONDS);
            return floor;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_room_that_left_while_it_was_read_up_is_silent_and_the_others_go_on() {
        try (RecordingFollower follower = live(own)) {
            Position after = publish(old, "a", 1, 1);
            publish(old, "a", 2, 200);
            follower.takeOnly(5);
            join(follower, old, after);
            awaitIds(follower, old, ids(old, "a", 2, 6));
            follower.use(following -> following.leave(old));
            publish(own, "b", 1, 3);
            follower.takeOnly(Integer.MAX_VALUE);
            awaitIds(follower, own, ids(own, "b", 1, 3));
            assertEquals(ids(old, "a", 2, 6), of(follower, old));
        }
    }

    @Test
    void joining_what_is_followed_changes_nothing() {
        try (RecordingFollower follower = live(own)) {
            Position after = publish(own, "b", 1, 1);
            publish(own, "b", 2, 5);
            awaitIds(follower, own, ids(own, "b", 1, 5));
            join(follower, own, after);
            publish(own, "b", 6, 6);
            awaitIds(follower, own, ids(own, "b", 1, 6));
        }
    }
}
