package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis restarts, forgets, comes back with less. Whatever it does, nobody misses anything
 * unknowingly.
 */
class BrokenRedisTest {

    @TempDir Path data;
    private EmbeddedRedis server;
    private LogFixture fixture;

    @BeforeEach
    void open() {
        server = EmbeddedRedis.builder().dataDir(data).start();
        fixture = new LogFixture(server.url(), LogFixture.options(1));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
        server.close();
    }

    private static Room fresh() {
        return room("p-" + UUID.randomUUID());
    }

    /** Publishes as a relay does: again and again until Redis has it. */
    private void publishSurely(Room room, String id) {
        await().pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> {
                    EventLog.Appended done =
                            fixture.log
                                    .publish(LogFixture.event(room, id))
                                    .toCompletableFuture()
                                    .get(5, TimeUnit.SECONDS);
                    return done.clock() > 0;
                });
    }

    private RecordingFollower follow(RoomHub hub, Room room, Optional<Position> after) {
        return RecordingFollower.of(hub, Set.of(room), after);
    }

    @Test
    void an_emptied_redis_is_a_gap_and_then_goes_on() {
        Room room = fresh();
        try (RecordingFollower follower =
                follow(fixture.node(), room, Optional.empty()).awaitStarted()) {
            fixture.publish(room, "a1");
            await().until(() -> follower.events.size() == 1);
            fixture.redis.commands().flushall();
            fixture.publish(room, "a2");
            await().until(() -> follower.ids().equals(List.of("a1", "a2")));
            assertEquals(1, follower.gaps.size());
        }
    }

    @Test
    void rooms_that_never_had_an_event_make_no_gap_of_their_own() {
        Room busy = fresh();
        Set<Room> rooms = Set.of(busy, fresh(), fresh());
        Position start;
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), rooms, Optional.empty()).awaitStarted()) {
            start = follower.position();
        }
        fixture.publish(busy, "f1");
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), rooms, Optional.of(start))) {
            await().until(() -> follower.ids().equals(List.of("f1")));
            assertEquals(0, follower.gaps.size());
            fixture.redis.commands().flushall();
            fixture.publish(busy, "f2");
            await().until(() -> follower.ids().equals(List.of("f1", "f2")));
            assertEquals(1, follower.gaps.size(), "one gap for all that was lost");
        }
    }

    @Test
    void an_emptied_redis_is_noticed_though_nobody_publishes() {
        Room room = fresh();
        try (RecordingFollower follower =
                follow(fixture.node(), room, Optional.empty()).awaitStarted()) {
            fixture.publish(room, "b1");
            await().until(() -> follower.events.size() == 1);
            fixture.redis.commands().flushall();
            await().until(() -> follower.gaps.size() == 1);
            fixture.publish(room, "b2");
            await().until(() -> follower.ids().equals(List.of("b1", "b2")));
            assertEquals(1, follower.gaps.size());
        }
    }

    @Test
    void a_restarted_redis_is_an_explicit_gap_and_nothing_after_it_is_missed() {
        Room room = fresh();
        RoomHub hub = fixture.node();
        try (RecordingFollower follower = follow(hub, room, Optional.empty()).awaitStarted()) {
            fixture.publish(room, "c1");
            await().until(() -> follower.events.size() == 1);
            server.kill();
            await().until(() -> !hub.live());
            server.restart();
            publishSurely(room, "c2");
            await().until(() -> follower.ids().contains("c2"));
            await().until(hub::live);
            assertEquals(1, follower.gaps.size());
        }
    }

    @Test
    void a_restarted_redis_that_kept_its_data_tells_nobody_twice() {
        Room room = fresh();
        fixture.publish(room, "k0");
        RoomHub hub = fixture.node();
        try (RecordingFollower early = follow(hub, room, Optional.empty()).awaitStarted()) {
            for (int i = 1; i <= 50; i++) {
                fixture.publish(room, "k" + i);
            }
            await().until(() -> early.events.size() == 50);
            try (RecordingFollower late = follow(hub, room, Optional.empty()).awaitStarted()) {
                List<String> all = new ArrayList<>(early.ids());
                server.restart();
                publishSurely(room, "k51");
                await().until(() -> early.ids().contains("k51"));
                await().until(() -> late.ids().contains("k51"));
                all.add("k51");
                assertEquals(all, early.ids());
                assertEquals(List.of("k51"), late.ids());
                assertEquals(1, early.gaps.size());
            }
        }
    }

    @Test
    void a_position_from_before_a_restart_is_answered_with_a_gap() {
        Room room = fresh();
        Position before;
        try (RecordingFollower follower =
                follow(fixture.node(), room, Optional.empty()).awaitStarted()) {
            fixture.publish(room, "d1");
            await().until(() -> follower.events.size() == 1);
            before = follower.position();
        }
        server.restart();
        publishSurely(room, "d2");
        RoomHub later = fixture.node();
        try (RecordingFollower follower = follow(later, room, Optional.of(before))) {
            await().until(() -> follower.ids().contains("d2"));
            assertEquals(1, follower.gaps.size());
        }
    }

    @Test
    void a_gap_within_a_gap_is_told_and_nothing_arrives_before_both_are_passed() throws Exception {
        Room room = fresh();
        fixture.publish(room, "g1");
        RoomHub node = fixture.node();
        List<Gap> open = new java.util.concurrent.CopyOnWriteArrayList<>();
        Position nonsense = Position.parse("zzzzzz-1").orElseThrow();
        try (RecordingFollower follower =
                        RecordingFollower.of(
                                node, Set.of(room), new Start.After(nonsense), open::add);
                RecordingFollower witness =
                        RecordingFollower.of(node, Set.of(room), new Start.Now())) {
            await().until(() -> open.size() == 1);
            fixture.redis.commands().flushall().get(5, TimeUnit.SECONDS);
            var filled = fixture.publish(room, "g2");
            fixture.publish(room, "g3");
            await().until(() -> open.size() == 2);
            await().until(() -> witness.ids().contains("g3"));
            follower.use(f -> open.get(1).passed(Delivered.NOTHING));
            // By the time of its answer the hub would have answered a question asked before.
            RecordingFollower.of(node, Set.of(room), new Start.Now()).awaitStarted().close();
            assertEquals(List.of(), follower.ids());
            follower.use(f -> open.get(0).passed(new Delivered(Set.of("g2"), filled.clock())));
            await().until(() -> follower.ids().equals(List.of("g3")));
            assertEquals(0, follower.ask(Following::remembered), "forgotten once it is passed");
        }
    }

    @Test
    void a_log_that_went_back_without_saying_so_begins_a_new_epoch() {
        Room room = fresh();
        try (RecordingFollower follower =
                follow(fixture.node(), room, Optional.empty()).awaitStarted()) {
            List<Long> clocks = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                clocks.add(fixture.publish(room, "e" + i).clock());
            }
            await().until(() -> follower.events.size() == 5);
            // As after a failover to a replica that had not received the last two.
            var redis = fixture.redis.commands();
            byte[] roomKey = bytes(fixture.keys.room(0, room.name()));
            byte[] buffer = bytes(fixture.keys.buffer(0, room.name()));
            redis.hset(roomKey, bytes("last"), bytes(Long.toString(clocks.get(2))));
            redis.xdel(buffer, clocks.get(3) + "-0", clocks.get(4) + "-0");
            fixture.publish(room, "e6");
            await().until(() -> follower.ids().contains("e6"));
            assertTrue(follower.gaps.size() >= 1, "the loss was told");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
