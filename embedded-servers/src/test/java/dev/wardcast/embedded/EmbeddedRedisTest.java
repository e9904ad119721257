package dev.wardcast.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class EmbeddedRedisTest {

    @Test
    void forgets_on_restart_without_a_data_directory() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start()) {
            call(redis, "SET", "k", "v");
            long pid = redis.pid();
            redis.restart();
            assertNotEquals(pid, redis.pid());
            assertEquals("", call(redis, "GET", "k"));
        }
    }

    @Test
    void another_server_that_can_not_be_run_is_refused_by_name(@TempDir Path dir) {
        EmbeddedServerException refused =
                assertThrows(
                        EmbeddedServerException.class,
                        () -> Binaries.ownRedis(dir.resolve("redis-server")));
        assertTrue(refused.getMessage().startsWith("WARDCAST_REDIS_SERVER: " + dir));
        assertTrue(refused.getMessage().contains("(expected: a redis-server of version 7"));
    }

    @Test
    void keeps_with_a_data_directory_after_an_orderly_stop(@TempDir Path dir) throws IOException {
        int port;
        try (EmbeddedRedis redis = EmbeddedRedis.builder().dataDir(dir).start()) {
            call(redis, "SET", "k", "v");
            redis.restart();
            assertEquals("v", call(redis, "GET", "k"));
            port = redis.port();
        }
        try (EmbeddedRedis again = EmbeddedRedis.builder().dataDir(dir).port(port).start()) {
            assertEquals("v", call(again, "GET", "k"));
        }
    }

    /** Where several share a node, Redis can lose one: docs/operations.md. */
    @Test
    void each_entry_of_a_stream_has_a_node_of_its_own() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start()) {
            for (int i = 0; i < 10; i++) {
                call(redis, "XADD", "s", "*", "f", "v");
            }
            String nodes = "return redis.call('XINFO', 'STREAM', 's')[4]";
            assertEquals("10", call(redis, "EVAL", nodes, "0"));
        }
    }

    @Test
    void a_server_that_crashes_leaves_its_last_words_in_the_log() {
        Logger logger = (Logger) LoggerFactory.getLogger(ServerProcess.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start()) {
            ServerProcess.signal("SEGV", redis.pid());
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            log.list.stream()
                                    .map(ILoggingEvent::getFormattedMessage)
                                    .anyMatch(line ->
                                            line.startsWith("redis on port ")
                                                    && line.contains(" ended by itself")
                                                    && line.contains("crashed by signal: 11")));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void comes_back_on_its_port_after_a_kill() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start()) {
            ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
            redis.kill();
            assertFalse(redis.isRunning());
            assertFalse(process.isAlive());
            redis.start();
            assertEquals("PONG", call(redis, "PING"));
        }
    }

    @Test
    void a_second_server_on_the_same_directory_is_refused(@TempDir Path dir) {
        try (EmbeddedRedis first = EmbeddedRedis.builder().dataDir(dir).start()) {
            var refusal =
                    assertThrows(
                            EmbeddedServerException.class,
                            () -> EmbeddedRedis.builder().dataDir(dir).start());
            assertTrue(refusal.getMessage().contains("in use"), refusal.getMessage());
            assertTrue(first.isRunning());
        }
    }

    @Test
    void a_busy_port_is_told_with_the_servers_own_words() {
        try (EmbeddedRedis first = EmbeddedRedis.builder().start()) {
            var refusal =
                    assertThrows(
                            EmbeddedServerException.class,
                            () -> EmbeddedRedis.builder().port(first.port()).start());
            assertTrue(
                    refusal.getMessage().contains("Failed listening on port"),
                    refusal.getMessage());
        }
    }

    @Test
    void a_cluster_serves_every_slot_and_survives_the_loss_of_a_node() throws IOException {
        try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(3)) {
            assertTrue(cluster.uri().matches("redis-cluster://(127\\.0\\.0\\.1:\\d+,?){3}"));
            EmbeddedRedis lost = cluster.nodes().get(1);
            lost.kill();
            // "foo" has slot 12182: the third node's.
            assertEquals("OK", call(cluster.nodes().get(2), "SET", "foo", "1"));
            lost.start();
            cluster.awaitOk();
            assertEquals("1", call(cluster.nodes().get(2), "GET", "foo"));
        }
    }

    private static String call(EmbeddedRedis redis, String... words) throws IOException {
        try (Resp resp = new Resp(redis.port())) {
            return resp.call(words);
        }
    }
}
