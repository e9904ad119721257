package dev.wardcast.sessions.progress;

import static dev.wardcast.sessions.SessionsNode.SESSIONS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.testsupport.AccessWorld.Published;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BurstTest {

    private static final Duration PACE = Duration.ofMillis(100);

    @TempDir static Path audio;
    private static SessionsNode node;
    private static Reports reports;

    private final Actor actor = Actor.service("session-progress");
    private final Worker worker = new Worker("outside", null);
    private final String id = node.session(node.world().patient());

    @BeforeAll
    static void start() {
        node = new SessionsNode(audio, Map.of("wardcast.sessions.events.pace", PACE));
        reports = node.service().bean(Reports.class);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private Session report(int progress) {
        return reports.report(
                id, Report.step(Status.TRANSCRIBING, progress, "at " + progress), worker, actor);
    }

    private List<Published> told() {
        return node.world().published("session:" + id);
    }

    private static boolean tells(Published event, int progress) {
        return event.data().contains("\"progress\":" + progress + ",");
    }

    @Test
    void a_burst_is_told_as_few_steps_and_its_last_one_arrives() throws Exception {
        long began = System.nanoTime();
        for (int progress = 1; progress <= 90; progress++) {
            report(progress);
        }
        await().until(() -> tells(told().getLast(), 90));
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Published> told = told();
        assertTrue(told.size() <= 2 + seconds * 10, told.size() + " in " + seconds + " s");
        assertEquals(
                "at 90",
                node.service()
                        .json(told.getLast().data().getBytes(UTF_8))
                        .get("message")
                        .getStringValue());
    }

    @Test
    void a_first_report_is_told_and_the_end_and_what_is_between_only_as_far_apart_as_is_set() {
        await().pollDelay(PACE.plusMillis(50)).until(() -> told().size() == 1);
        report(10);
        report(20);
        reports.report(id, Report.done("Done", "{}"), worker, actor);
        await().until(() -> told().getLast().type().equals("session.complete"));
        List<Published> told = told();
        assertTrue(tells(told.get(1), 10), told::toString);
        for (int i = 1; i < told.size() - 1; i++) {
            long micros = told.get(i).clock() - told.get(i - 1).clock();
            assertTrue(micros >= PACE.toNanos() / 1_000, told::toString);
        }
        await().during(PACE.multipliedBy(3)).until(() -> told().size() == told.size());
    }

    @Test
    void what_a_node_that_died_had_not_told_another_one_tells() throws Exception {
        try (SessionsNode dying = node.beside(Map.of("wardcast.sessions.events.pace", "1h"))) {
            dying.service()
                    .bean(Reports.class)
                    .report(id, Report.step(Status.TRANSCRIBING, 33, "untold"), worker, actor);
        }
        await().until(() -> tells(told().getLast(), 33));
    }

    @Test
    void what_a_node_of_the_release_before_left_untold_is_told() throws Exception {
        report(10);
        await().until(() -> tells(told().getLast(), 10));
        try (Connection database = DriverManager.getConnection(node.databaseUrl());
                Statement statement = database.createStatement()) {
            statement.execute(
                    "update sessions.sessions set progress = 20, untold = true where id = '%s'"
                            .formatted(id));
        }
        await().until(() -> tells(told().getLast(), 20));
    }

    @Test
    void what_is_told_is_not_looked_at_again() throws Exception {
        report(10);
        reports.report(id, Report.done("Done", "{}"), worker, actor);
        try (Connection database = DriverManager.getConnection(node.databaseUrl());
                Statement statement = database.createStatement()) {
            await().until(() -> {
                try (ResultSet row =
                        statement.executeQuery(
                                "select count(*) from sessions.untold where session_id = '%s'"
                                        .formatted(id))) {
                    row.next();
                    return row.getInt(1) == 0;
                }
            });
        }
    }

    @Test
    void many_reports_at_once_are_each_answered_with_where_the_session_stands() throws Exception {
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Session>> calls = new ArrayList<>();
            for (int i = 1; i <= 600; i++) {
                int progress = i % 99 + 1;
                calls.add(() -> report(progress));
            }
            for (Future<Session> answer : workers.invokeAll(calls)) {
                assertTrue(answer.get().progress() >= 1);
            }
        }
        assertEquals(99, report(1).progress());
        await().until(() -> tells(told().getLast(), 99));
    }

    @Test
    void the_last_state_is_kept_in_redis_for_an_hour_and_never_goes_back() throws Exception {
        report(40);
        byte[] key = ("session:" + id + ":progress").getBytes(UTF_8);
        RedisLink redis = node.service().bean(RedisLink.class);
        await().until(() -> kept(redis, key).get("progress").getIntValue() == 40);
        assertEquals("transcribing", kept(redis, key).get("status").getStringValue());
        long seconds = redis.commands().ttl(key).get();
        assertTrue(seconds > 3_500 && seconds <= 3_600, "" + seconds);
        Session old = node.service().bean(Sessions.class).find(id).orElseThrow();
        report(50);
        await().until(() -> kept(redis, key).get("progress").getIntValue() == 50);
        node.service().bean(KeptProgress.class).keep(List.of(old));
        redis.commands().ping().get();
        assertEquals(50, kept(redis, key).get("progress").getIntValue());
    }

    private static JsonNode kept(RedisLink redis, byte[] key) throws Exception {
        byte[] json = redis.commands().get(key).get();
        return node.service().json(json == null ? "{\"progress\":-1}".getBytes(UTF_8) : json);
    }

    @Test
    void a_report_of_a_session_that_there_is_not_does_not_harm_the_others() {
        assertEquals(
                404,
                node.service()
                        .post(
                                node.world().with("PIPELINE"),
                                SESSIONS + "/no-such/progress",
                                "{\"status\":\"decoding\",\"progress\":1,\"message\":\"m\"}")
                        .status());
        assertEquals(5, report(5).progress());
    }
}
