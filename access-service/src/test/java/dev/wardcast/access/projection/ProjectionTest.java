package dev.wardcast.access.projection;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.ProjectionKeys;
import dev.wardcast.kit.access.Role;
import dev.wardcast.testsupport.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a Redis of its own, because these tests empty it, stop it and lie to it. */
class ProjectionTest {

    private final EmbeddedRedis redis = EmbeddedRedis.builder().start();
    private final AccessServer server =
            AccessServer.start(redis.url(), TestServers.freshDatabaseUrl());
    private final AccessDecisions decisions = server.bean(AccessDecisions.class);

    @AfterEach
    void stop() {
        server.close();
        redis.close();
    }

    @Test
    void an_emptied_redis_is_filled_again_and_nobody_is_taken_for_unknown_meanwhile() {
        String mark = server.bean(ProjectionRedis.class).readyMark().orElseThrow();
        RedisLink link = server.bean(RedisLink.class);
        link.commands().flushall().toCompletableFuture().join();

        Awaitility.await()
                .atMost(TOLD)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    Decision decision = decide("doctor1", "patient-1");
                    assertTrue(
                            decision.allowed() || decision instanceof Decision.Undecided,
                            decision.toString());
                    return get(ProjectionKeys.READY) != null;
                });
        assertTrue(!mark.equals(get(ProjectionKeys.READY)));
        awaitAllowed("doctor1", "patient-8");
        awaitAllowed("caregiver1", "patient-2");
    }

    @Test
    void a_restarted_redis_is_filled_again_and_requests_hear_503_meanwhile() {
        String token = server.tokenOf("admin");
        redis.stop();
        Awaitility.await().until(() -> server.get("/api/v1/auth/me", token).code() == 503);
        assertInstanceOf(Decision.Undecided.class, decide("admin", "patient-1"));
        assertEquals(200, server.get("/.well-known/jwks.json", token).code());
        assertEquals(200, server.login("admin", "demo").code());
        redis.start();
        Awaitility.await().until(() -> server.get("/api/v1/auth/me", token).code() == 200);
        awaitAllowed("caregiver1", "patient-1");
    }

    @Test
    void a_change_that_was_committed_by_a_process_that_died_is_projected_by_the_next() {
        server.execute(
                "INSERT INTO access.caregiver_grants (caregiver_id, patient_id, granted_by)"
                        + " VALUES ('caregiver2', 'patient-7', 'admin')");
        awaitAllowed("caregiver2", "patient-7");
    }

    @Test
    void a_document_that_is_older_than_the_one_in_redis_does_not_replace_it() {
        ProjectionTable table = server.bean(ProjectionTable.class);
        ProjectionRedis writer = server.bean(ProjectionRedis.class);
        Document old = table.find(Kind.USER, List.of("caregiver2")).getFirst();
        server.execute(
                "INSERT INTO access.caregiver_grants (caregiver_id, patient_id, granted_by)"
                        + " VALUES ('caregiver2', 'patient-7', 'admin')");
        awaitAllowed("caregiver2", "patient-7");

        assertEquals(0, writer.put(List.of(old), table.origin()));
        Document now = table.find(Kind.USER, List.of("caregiver2")).getFirst();
        assertEquals(now.document(), get(ProjectionKeys.user("caregiver2")));
        assertTrue(now.version() > old.version());
    }

    @Test
    void what_another_database_left_behind_is_replaced_and_removed() {
        ProjectionRedis writer = server.bean(ProjectionRedis.class);
        String document =
                "{\"status\":\"ACTIVE\",\"roles\":[\"ADMIN\"],\"caregiver_of\":[],"
                        + "\"therapist_of\":[],\"hospitals\":[],\"origin\":\"other\","
                        + "\"version\":900000}";
        writer.put(
                List.of(
                        new Document(Kind.USER, "stranger", 900_000, document),
                        new Document(Kind.USER, "caregiver2", 900_000, document)),
                "other");
        server.bean(ProjectionRebuild.class).run();

        assertEquals(null, get(ProjectionKeys.user("stranger")));
        Awaitility.await()
                .atMost(TOLD)
                .until(() -> decide("stranger", "patient-1") instanceof Decision.NotActive);
        Awaitility.await()
                .atMost(TOLD)
                .until(() -> decide("caregiver2", "patient-1") instanceof Decision.Denied);
    }

    @Test
    void a_second_database_on_the_same_redis_closes_the_doors_until_it_is_projected() {
        String token = server.tokenOf("admin");
        assertEquals(201, server.post("/api/v1/patients", token, "{\"patient_id\":\"x\"}").code());
        awaitAllowed("admin", "x");
        server.close();
        AccessServer other = AccessServer.start(redis.url(), TestServers.freshDatabaseUrl());
        try {
            Decision decision =
                    other.bean(AccessDecisions.class)
                            .maySee(caller("admin"), "x", PatientScope.ALERTS)
                            .toCompletableFuture()
                            .join();
            assertInstanceOf(Decision.NoSuchThing.class, decision);
            assertEquals(401, other.get("/api/v1/auth/me", token).code());
        } finally {
            other.close();
        }
    }

    private Decision decide(String user, String patient) {
        return decisions
                .maySee(caller(user), patient, PatientScope.ALERTS)
                .toCompletableFuture()
                .join();
    }

    private void awaitAllowed(String user, String patient) {
        Awaitility.await().atMost(TOLD).until(() -> decide(user, patient).allowed());
    }

    private String get(String key) {
        byte[] value =
                server.bean(RedisLink.class)
                        .commands()
                        .get(key.getBytes(StandardCharsets.UTF_8))
                        .toCompletableFuture()
                        .join();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static Caller caller(String user) {
        return new Caller(user, user, EnumSet.allOf(Role.class), "t", Instant.MAX);
    }
}
