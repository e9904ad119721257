package dev.wardcast.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What tests of others rely on: that a replica takes over with what it has. */
class FailoverTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void sentinels_make_a_replica_the_master_and_take_the_old_one_back_as_a_replica()
            throws IOException {
        try (EmbeddedRedisSentinels servers = EmbeddedRedisSentinels.start(2)) {
            assertTrue(
                    servers.uri().matches("redis-sentinel://(127\\.0\\.0\\.1:\\d+,?){3}#wardcast"));
            EmbeddedRedis first = servers.master().orElseThrow();
            assertEquals("OK", call(first, "SET", "k", "v"));
            assertEquals("2", call(first, "WAIT", "2", "0"));
            first.kill();
            await().atMost(SOON).until(() -> servers.master().isPresent());
            EmbeddedRedis second = servers.master().orElseThrow();
            assertEquals("v", call(second, "GET", "k"));
            first.start();
            // A sentinel that makes it a replica ends its connections.
            await().atMost(SOON)
                    .ignoreExceptionsMatching(IOException.class::isInstance)
                    .until(() -> call(first, "INFO", "replication").contains("role:slave"));
        }
    }

    @Test
    void in_a_cluster_a_replica_takes_the_place_of_its_master() throws IOException {
        try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(3, 1)) {
            EmbeddedRedis first = cluster.masterOf("foo").orElseThrow();
            assertEquals("OK", call(first, "SET", "foo", "1"));
            assertEquals("1", call(first, "WAIT", "1", "0"));
            first.kill();
            await().atMost(SOON).until(() -> cluster.masterOf("foo").isPresent());
            Optional<EmbeddedRedis> second = cluster.masterOf("foo");
            assertEquals("1", call(second.orElseThrow(), "GET", "foo"));
            first.start();
            cluster.awaitOk();
        }
    }

    private static String call(EmbeddedRedis redis, String... words) throws IOException {
        try (Resp resp = new Resp(redis.port())) {
            return resp.call(words);
        }
    }
}
