package dev.wardcast.eventlog.follow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A silent buffer goes, and begins anew with the next event: who was away meanwhile is told. */
class ExpiredBufferTest {

    private final String run = UUID.randomUUID().toString();
    private final Room room = LogFixture.room(run);
    private final LogOptions options = LogFixture.options(1);
    private final LogFixture fixture = new LogFixture(TestServers.redisUrl(), options);

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void what_went_with_its_buffer_is_a_gap_although_the_room_has_a_new_one() {
        Position before = position();
        fixture.publish(room, run + "-1");
        gone(fixture.keys.buffer(0, room.name()));
        fixture.publish(room, run + "-2");
        comesBackToAGap(before);
    }

    @Test
    void a_position_older_than_what_redis_knows_of_the_room_is_a_gap_although_it_has_events() {
        Position before = position();
        fixture.publish(room, run + "-1");
        gone(fixture.keys.buffer(0, room.name()), fixture.keys.room(0, room.name()));
        String epoch = fixture.publish(room, run + "-2").epoch();
        long silent = TimeUnit.MILLISECONDS.toMicros(options.silentRoom().toMillis());
        long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        comesBackToAGap(Position.of(0, new Cursor(epoch, now - 2 * silent)));
        comesBack(before, 0);
    }

    /** Of somebody who followed on a node that is no more. */
    private Position position() {
        try (LogFixture other = new LogFixture(TestServers.redisUrl(), options);
                RecordingFollower first =
                        RecordingFollower.of(other.node(), List.of(room), Optional.empty())
                                .awaitStarted()) {
            return first.position();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void gone(String... names) {
        for (String name : names) {
            fixture.redis.commands().del(Keys.bytes(name)).toCompletableFuture().join();
        }
    }

    private void comesBackToAGap(Position position) {
        comesBack(position, 1);
    }

    private void comesBack(Position position, int gaps) {
        try (LogFixture other = new LogFixture(TestServers.redisUrl(), options);
                RecordingFollower back =
                        RecordingFollower.of(other.node(), List.of(room), Optional.of(position))) {
            await().untilAsserted(() -> assertEquals(List.of(run + "-2"), back.ids()));
            assertEquals(gaps, back.gaps.size());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
