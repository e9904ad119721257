package dev.wardcast.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestServersTest {

    @Test
    void every_database_is_empty_and_nobody_elses() throws SQLException {
        String first = TestServers.freshDatabaseUrl();
        String second = TestServers.freshDatabaseUrl();
        assertNotEquals(first, second);
        try (Connection connection = DriverManager.getConnection(first);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (v int)");
        }
        try (Connection connection = DriverManager.getConnection(second);
                Statement statement = connection.createStatement()) {
            assertFalse(
                    statement.executeQuery("SELECT 1 FROM pg_tables WHERE tablename = 't'").next());
        }
    }

    @Test
    void the_redis_is_one_for_the_whole_jvm() {
        assertEquals(TestServers.redisUrl(), TestServers.redisUrl());
        assertTrue(TestServers.describe().startsWith("redis="), TestServers.describe());
    }

    @Test
    void an_engine_that_never_answers_costs_less_than_a_second() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort());
            assertTimeout(Duration.ofSeconds(1), () -> assertFalse(DockerEngine.pings(address)));
        }
    }

    @Test
    void a_socket_without_an_engine_is_no_engine(@TempDir Path directory) {
        assertFalse(
                DockerEngine.pings(
                        java.net.UnixDomainSocketAddress.of(directory.resolve("docker.sock"))));
    }
}
