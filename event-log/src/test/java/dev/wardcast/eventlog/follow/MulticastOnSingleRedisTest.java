package dev.wardcast.eventlog.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.Multicast;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MulticastOnSingleRedisTest extends MulticastContract {

    @Override
    String uri() {
        return TestServers.redisUrl();
    }

    @Override
    int partitions() {
        return 1;
    }

    @Test
    void buffers_keep_their_most_and_expire_when_their_rooms_are_silent() throws Exception {
        LogOptions options =
                new LogOptions(
                        1,
                        Duration.ofHours(1),
                        100,
                        200,
                        Duration.ofHours(2),
                        Duration.ofDays(1),
                        Duration.ofHours(1),
                        16,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1));
        String name = UUID.randomUUID().toString();
        List<Room> rooms = List.of(new Room.User(name + ".1"), new Room.User(name + ".2"));
        try (LogFixture fixture = new LogFixture(uri(), options)) {
            for (int i = 0; i < 320; i++) {
                fixture.log
                        .publishToAll(
                                Multicast.once(
                                        name + "." + i,
                                        rooms,
                                        EventType.USER_MESSAGE,
                                        Instant.now(),
                                        "{}".getBytes(UTF_8)))
                        .toCompletableFuture()
                        .get();
            }
            for (Room room : rooms) {
                byte[] buffer = fixture.keys.buffer(0, room.name()).getBytes(UTF_8);
                byte[] state = fixture.keys.room(0, room.name()).getBytes(UTF_8);
                assertEquals(200, fixture.redis.commands().xlen(buffer).get());
                long bufferLives = fixture.redis.commands().ttl(buffer).get();
                long stateLives = fixture.redis.commands().ttl(state).get();
                assertTrue(bufferLives > 3_600 && bufferLives <= 7_210, "buffer: " + bufferLives);
                assertTrue(stateLives > 7_210 && stateLives <= 86_410, "state: " + stateLives);
            }
        }
    }
}
