package dev.wardcast.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.VitalsNode.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that was answered 202 is in the history once, whatever dies meanwhile. */
class ExactlyOnceTest {

    private static final int POSTS = 120;
    private static final int BATCH = 25;
    private static final List<String> PATIENTS =
            IntStream.range(0, 16).mapToObj(i -> "patient-" + i).toList();

    @TempDir private Path data;

    private final String database = TestServers.freshDatabaseUrl();
    private final ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger answered = new AtomicInteger();
    private EmbeddedRedis redis;
    private RedisLink link;
    private AccessWorld world;
    private String token;
    private VitalsNode first;
    private VitalsNode second;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.builder().dataDir(data).start();
        link = RedisLink.connect(redis.url());
        world = new AccessWorld(link);
        token = world.token("DEVICE");
        PATIENTS.forEach(world::patient);
        first = node();
        second = node();
    }

    @AfterEach
    void stop() {
        devices.close();
        first.close();
        second.close();
        world.close();
        link.close();
        redis.close();
    }

    @Test
    void while_database_sessions_are_ended_in_the_middle_of_writing() {
        CompletableFuture<Void> posting = postEverything();
        for (int threshold = POSTS / 8; threshold < POSTS; threshold += POSTS / 8) {
            awaitAnswered(threshold);
            query(
                    "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                            + " where datname = current_database() and pid <> pg_backend_pid()");
        }
        posting.join();
        assertEverythingOnce();
    }

    @Test
    void while_a_node_loses_its_redis_for_good() {
        CompletableFuture<Void> posting = postEverything();
        awaitAnswered(POSTS / 2);
        second.context().getBean(RedisLink.class).close();
        posting.join();
        assertEverythingOnce();
    }

    @Test
    void while_redis_is_killed_and_comes_back() {
        CompletableFuture<Void> posting = postEverything();
        for (int round = 1; round <= 3; round++) {
            awaitAnswered(POSTS * round / 4);
            redis.kill();
            redis.start();
        }
        posting.join();
        assertEverythingOnce();
    }

    private VitalsNode node() {
        return new VitalsNode(
                redis.url(), database, world.jwksUrl(), Map.of("wardcast.vitals.batch", 10));
    }

    /** Each post is repeated until it is answered 202, by whichever node answers. */
    private CompletableFuture<Void> postEverything() {
        AtomicInteger next = new AtomicInteger();
        return CompletableFuture.allOf(
                IntStream.range(0, 4)
                        .mapToObj(device ->
                                CompletableFuture.runAsync(
                                        () -> {
                                            int post;
                                            while ((post = next.getAndIncrement()) < POSTS) {
                                                postUntilTaken(post);
                                            }
                                        },
                                        devices))
                        .toArray(CompletableFuture<?>[]::new));
    }

    private void postUntilTaken(int post) {
        String body =
                IntStream.range(0, BATCH)
                        .mapToObj(i -> sample(post * BATCH + i))
                        .collect(Collectors.joining(",", "[", "]"));
        await().until(() -> List.of(first, second).stream().anyMatch(node -> isTaken(node, body)));
        answered.incrementAndGet();
    }

    private boolean isTaken(VitalsNode node, String body) {
        Answer answer =
                node.post(
                        body.getBytes(UTF_8),
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json");
        assertTrue(
                answer.status() == 202 || answer.status() == 503,
                () -> answer.status() + " " + answer.body());
        if (answer.status() == 503) {
            assertTrue(!answer.header("Retry-After").isEmpty());
        }
        return answer.status() == 202;
    }

    private static String sample(int sequence) {
        return """
        {"device_type":"monitor","device_id":"m-1","patient_id":"%s","data_type":"heart_rate",\
        "values":{"bpm":72},"sequence":%d}\
        """
                .formatted(PATIENTS.get(sequence % PATIENTS.size()), sequence);
    }

    private void awaitAnswered(int posts) {
        await().until(() -> answered.get() >= posts);
    }

    private void assertEverythingOnce() {
        await().until(() ->
                query("select count(distinct sequence) from vitals.samples") == POSTS * BATCH);
        assertEquals(POSTS * BATCH, query("select count(*) from vitals.samples"));
    }

    private long query(String sql) {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
