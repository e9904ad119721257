package dev.wardcast.embedded;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that runs servers is killed, so that no hook and no finally of it runs. */
class KilledJvmTest {

    /** The JVM to be killed. */
    static final class Victim {
        public static void main(String[] args) throws Exception {
            Path dir = Path.of(args[0]);
            EmbeddedRedis forgetful = EmbeddedRedis.builder().clusterEnabled(true).start();
            EmbeddedRedis redis = EmbeddedRedis.builder().dataDir(dir.resolve("redis")).start();
            EmbeddedPostgres postgres =
                    EmbeddedPostgres.builder().dataDir(dir.resolve("postgres")).start();
            postgres.createDatabase("wardcast");
            System.out.println(forgetful.pid() + " " + redis.pid() + " " + postgres.pid());
            System.in.read();
        }
    }

    @Test
    void takes_its_servers_with_it(@TempDir Path dir) throws Exception {
        Process jvm = startVictim(dir);
        List<ProcessHandle> servers = servers(jvm);
        String temporary = temporaryDirectory(servers.getFirst());
        assertTrue(Files.isDirectory(Path.of(temporary)));
        jvm.destroyForcibly().waitFor();
        awaitEnd(servers);
        await().until(() -> !Files.exists(Path.of(temporary)));
        assertCanStartAgain(dir);
    }

    @Test
    void whose_guards_were_killed_too_leaves_servers_that_the_next_start_ends(@TempDir Path dir)
            throws Exception {
        Process jvm = startVictim(dir);
        List<ProcessHandle> servers = servers(jvm);
        List<ProcessHandle> guards =
                jvm.children().filter(child -> !servers.contains(child)).toList();
        assertEquals(servers.size(), guards.size());
        guards.forEach(ProcessHandle::destroyForcibly);
        jvm.destroyForcibly().waitFor();
        assertTrue(servers.stream().allMatch(ProcessHandle::isAlive));
        assertCanStartAgain(dir);
        awaitEnd(servers.subList(1, 3));
        String temporary = temporaryDirectory(servers.getFirst());
        servers.getFirst().destroyForcibly();
        awaitEnd(servers);
        DataDirectory.delete(Path.of(temporary));
    }

    private static void assertCanStartAgain(Path dir) throws SQLException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().dataDir(dir.resolve("redis")).start();
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.builder().dataDir(dir.resolve("postgres")).start();
                Connection connection = DriverManager.getConnection(postgres.jdbcUrl("wardcast"));
                Statement statement = connection.createStatement()) {
            assertTrue(redis.isRunning());
            assertTrue(statement.executeQuery("SELECT 1").next());
        }
    }

    private static Process startVictim(Path dir) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<ProcessHandle> servers(Process jvm) throws IOException {
        BufferedReader reader = jvm.inputReader(StandardCharsets.UTF_8);
        String line;
        do {
            line = reader.readLine();
        } while (line != null && !line.matches("\\d+ \\d+ \\d+"));
        return List.of(String.valueOf(line).split(" ")).stream()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
    }

    private static String temporaryDirectory(ProcessHandle redis) {
        List<String> arguments = List.of(redis.info().arguments().orElseThrow());
        return arguments.get(arguments.indexOf("--dir") + 1);
    }

    private static void awaitEnd(List<ProcessHandle> servers) throws Exception {
        for (ProcessHandle server : servers) {
            server.onExit().get(20, TimeUnit.SECONDS);
            assertFalse(server.isAlive());
        }
    }
}
