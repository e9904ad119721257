package dev.wardcast.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedPostgres;
import dev.wardcast.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices post without a pause while whichever process happens to be hit is killed at whichever
 * moment: a node of vitals-ingest, Redis with its append-only file, PostgreSQL.
 */
class KillAnyProcessTest {

    /** How often something is killed; {@code -Dwardcast.rounds=50} for the long run. */
    private static final int ROUNDS = Integer.getInteger("wardcast.rounds", 4);

    private static final int DEVICES = 4;
    private static final int BATCH = 10;
    private static final String DEMO = "-Dwardcast.demo=true";

    private enum Victim {
        NODE,
        POSTGRESQL,
        REDIS,
        OTHER_NODE
    }

    private final Random random = new Random();
    private final AtomicInteger answered = new AtomicInteger();
    private final Processes.Running[] nodes = new Processes.Running[2];
    private final int[] ports = new int[2];
    private volatile boolean finished;

    @TempDir private Path data;

    @Test
    void whatever_is_killed_at_whichever_moment_all_that_was_accepted_is_in_the_history_once()
            throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().dataDir(data.resolve("redis")).start();
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.builder().dataDir(data.resolve("postgres")).start();
                ExecutorService posting = Executors.newVirtualThreadPerTaskExecutor()) {
            postgres.createDatabase("ward");
            String database = postgres.jdbcUrl("ward");
            int accessPort = Processes.freePort();
            try (Processes.Running _ =
                    Processes.accessService(accessPort, redis.url(), database, DEMO).awaitReady()) {
                for (int i = 0; i < nodes.length; i++) {
                    ports[i] = Processes.freePort();
                    startNode(i, redis, database);
                }
                List<CompletableFuture<Integer>> devices =
                        IntStream.rangeClosed(1, DEVICES)
                                .mapToObj(number ->
                                        CompletableFuture.supplyAsync(() -> post(number), posting))
                                .toList();
                for (int round = 0; round < ROUNDS; round++) {
                    awaitMore(1 + random.nextInt(10), devices);
                    // Anywhere within a post, and within what becomes of it.
                    LockSupport.parkNanos(random.nextInt(20_000_000));
                    kill(Victim.values()[round % Victim.values().length], redis, postgres);
                }
                awaitMore(2 * DEVICES, devices);
                finished = true;
                int posts = devices.stream().mapToInt(CompletableFuture::join).sum();
                assertEachOnce(database, (long) posts * BATCH);
            } finally {
                finished = true;
                for (Processes.Running node : nodes) {
                    if (node != null) {
                        node.close();
                    }
                }
            }
        }
    }

    private void startNode(int place, EmbeddedRedis redis, String database) throws Exception {
        nodes[place] = Processes.vitalsIngest(ports[place], redis.url(), database).awaitReady();
    }

    private void kill(Victim victim, EmbeddedRedis redis, EmbeddedPostgres postgres)
            throws Exception {
        switch (victim) {
            case NODE, OTHER_NODE -> {
                int place = victim == Victim.NODE ? 0 : 1;
                nodes[place].kill();
                startNode(place, redis, postgres.jdbcUrl("ward"));
            }
            case REDIS -> {
                redis.kill();
                redis.start();
            }
            case POSTGRESQL -> {
                postgres.kill();
                postgres.start();
            }
        }
    }

    private void awaitMore(int posts, List<CompletableFuture<Integer>> devices) {
        int before = answered.get();
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    devices.stream()
                            .filter(CompletableFuture::isDone)
                            .forEach(CompletableFuture::join);
                    return answered.get() >= before + posts;
                });
    }

    /** Posts batch after batch, each until it is accepted. Returns how many were. */
    private int post(int device) {
        int posts = 0;
        while (!finished) {
            String body = body(device, posts * BATCH);
            await().pollInterval(Duration.ofMillis(20)).until(() -> isTaken(device, body));
            answered.incrementAndGet();
            posts++;
        }
        return posts;
    }

    /** Whichever node answers. One that died in the middle may have taken it; so may a refusal. */
    private boolean isTaken(int device, String body) throws InterruptedException {
        for (int port : ports) {
            try {
                HttpResponse<String> answer =
                        Person.post(
                                "http://localhost:" + port + "/api/v1/devices/data",
                                body,
                                Map.of("X-Device-Key", "demo-device-" + device));
                assertTrue(
                        List.of(202, 429, 503).contains(answer.statusCode()),
                        () -> answer.statusCode() + " " + answer.body());
                if (answer.statusCode() == 202) {
                    return true;
                }
            } catch (IOException e) {
                continue;
            }
        }
        return false;
    }

    private static String body(int device, int first) {
        return IntStream.range(first, first + BATCH)
                .mapToObj(sequence ->
                        """
                        {"device_type":"monitor","device_id":"demo-device-%d","patient_id":"patient-%d",\
                        "data_type":"heart_rate","values":{"bpm":72},"sequence":%d}\
                        """
                                .formatted(device, device, sequence))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void assertEachOnce(String database, long readings) {
        String distinct = "select count(distinct (device_id, sequence)) from vitals.samples";
        await().until(() -> count(database, distinct) == readings);
        assertEquals(readings, count(database, "select count(*) from vitals.samples"));
        System.out.printf("%d readings, %d kills%n", readings, ROUNDS);
    }

    private static long count(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
