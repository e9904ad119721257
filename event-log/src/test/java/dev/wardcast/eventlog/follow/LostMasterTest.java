package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.follow.LogFixture.room;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.embedded.EmbeddedRedisCluster;
import dev.wardcast.embedded.EmbeddedRedisSentinels;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A replica takes the place of a master that dies or hangs; nobody has to be restarted. */
class LostMasterTest {

    private final Room room = room("p-" + UUID.randomUUID());

    @Test
    void behind_sentinels_a_killed_master_is_a_gap_and_then_all_goes_on() throws Exception {
        try (EmbeddedRedisSentinels servers = EmbeddedRedisSentinels.start(2)) {
            goesOn(servers.uri(), servers::master, EmbeddedRedis::kill);
        }
    }

    @Test
    void behind_sentinels_a_master_that_hangs_is_left() throws Exception {
        try (EmbeddedRedisSentinels servers = EmbeddedRedisSentinels.start(1)) {
            EmbeddedRedis hanging = servers.master().orElseThrow();
            try {
                goesOn(servers.uri(), servers::master, EmbeddedRedis::pause);
            } finally {
                hanging.resume();
            }
        }
    }

    @Test
    void in_a_cluster_a_killed_master_is_a_gap_and_then_all_goes_on() throws Exception {
        try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(3, 1)) {
            goesOn(cluster.uri(), () -> cluster.masterOf("wc:{log0}:log"), EmbeddedRedis::kill);
        }
    }

    private void goesOn(
            String uri, Supplier<Optional<EmbeddedRedis>> master, Consumer<EmbeddedRedis> loss)
            throws Exception {
        EmbeddedRedis first = master.get().orElseThrow();
        try (LogFixture fixture = new LogFixture(uri, LogFixture.options(1))) {
            RoomHub hub = fixture.node();
            String life = life(fixture.redis);
            try (RecordingFollower follower =
                    RecordingFollower.of(hub, Set.of(room), Optional.empty()).awaitStarted()) {
                fixture.publish(room, "a1");
                await().until(() -> follower.events.size() == 1);
                loss.accept(first);
                await().until(() -> published(fixture, "a2"));
                await().until(() -> follower.ids().equals(List.of("a1", "a2")));
                assertFalse(follower.gaps.isEmpty(), "what may be lost is told");
            }
            await().until(hub::live);
            await().until(() -> master.get().filter(now -> now.port() != first.port()).isPresent());
            assertNotEquals(life, life(fixture.redis));
        }
    }

    private static String life(RedisLink redis) throws Exception {
        return redis.life().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** As a relay does: a repeat of what Redis has already taken changes nothing. */
    private boolean published(LogFixture fixture, String id) throws InterruptedException {
        try {
            fixture.log
                    .publish(LogFixture.event(room, id))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException away) {
            return false;
        }
    }
}
