package dev.wardcast.sessions.progress;

import static dev.wardcast.sessions.SessionsNode.SESSIONS;
import static dev.wardcast.sessions.SessionsNode.assertProblem;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimsTest {

    @TempDir Path audio;
    private SessionsNode node;
    private Person worker;
    private String patient;

    @BeforeEach
    void start() {
        node = new SessionsNode(audio);
        worker = node.world().with("PIPELINE");
        patient = node.world().patient();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Answer claim(Person caller, int seconds) {
        return node.service()
                .post(caller, SESSIONS + "/claim", "{\"lease_seconds\":" + seconds + "}");
    }

    private Answer report(Person caller, String id, String lease, String status, int progress) {
        return node.service()
                .post(
                        caller,
                        SESSIONS + "/" + id + "/progress",
                        "{\"status\":\"%s\",\"progress\":%d,\"message\":\"at %d\",\"lease_id\":%s}"
                                .formatted(
                                        status,
                                        progress,
                                        progress,
                                        lease == null ? "null" : "\"" + lease + "\""));
    }

    private static void assertOk(Answer answer) {
        assertEquals(200, answer.status(), () -> answer.body().toString());
    }

    @Test
    void a_worker_claims_what_waits_longest_hears_it_and_brings_it_to_its_end() throws Exception {
        String first = node.session(patient);
        String second = node.session(patient);
        Answer claim = claim(worker, 30);
        assertOk(claim);
        assertEquals(first, claim.text("session_id"));
        assertEquals(patient, claim.text("patient_id"));
        assertEquals("1", claim.text("claim"));
        assertEquals(second, claim(worker, 30).text("session_id"));
        assertEquals(204, claim(worker, 30).status());

        String lease = claim.text("lease_id");
        Answer recording =
                node.service().get(worker, SESSIONS + "/" + first + "/audio?lease_id=" + lease);
        assertEquals(200, recording.status());
        assertEquals("audio/wav", recording.contentType());
        assertTrue(
                node.audit()
                        .of(worker)
                        .contains("PATIENT_READ ALLOWED recording [" + patient + "]"));

        assertOk(report(worker, first, lease, "transcribing", 50));
        Answer end =
                node.service()
                        .post(
                                worker,
                                SESSIONS + "/" + first + "/progress",
                                """
                                {"status":"processed","progress":100,"message":"Done","lease_id":"%s",
                                 "result":{"text":"good morning","words":[{"at":0.5}]}}
                                """
                                        .formatted(lease));
        assertOk(end);
        Answer result =
                node.service()
                        .get(node.world().therapistOf(patient), SESSIONS + "/" + first + "/result");
        assertEquals("good morning", result.text("text"));
        assertProblem(409, "session_ended", report(worker, first, lease, "transcribing", 60));
    }

    @Test
    void an_end_without_a_result_has_none_to_show() {
        String id = node.session(patient);
        assertOk(report(worker, id, null, "processed", 100));
        assertProblem(
                404,
                "no_result",
                node.service().get(node.world().with("ADMIN"), SESSIONS + "/" + id + "/result"));
    }

    @Test
    void a_session_is_reported_on_by_whoever_claimed_it_and_by_nobody_else() {
        String id = node.session(patient);
        String lease = claim(worker, 30).text("lease_id");
        Person other = node.world().with("PIPELINE");
        assertProblem(409, "session_claimed", report(other, id, null, "decoding", 10));
        assertProblem(409, "lease_ended", report(other, id, lease, "decoding", 10));
        assertProblem(409, "lease_ended", report(worker, id, "made-up", "decoding", 10));
        assertProblem(
                409,
                "lease_ended",
                node.service().get(other, SESSIONS + "/" + id + "/audio?lease_id=" + lease));
        Answer ahead = report(worker, id, lease, "decoding", 10);
        assertOk(ahead);
        assertEquals(ahead, report(worker, id, lease, "decoding", 10));
        assertEquals(ahead, report(worker, id, lease, "transcribing", 9));
    }

    @Test
    void after_its_lease_a_worker_is_refused_even_if_nobody_took_the_session_over() {
        String id = node.session(patient);
        String lease = claim(worker, 1).text("lease_id");
        assertOk(report(worker, id, lease, "decoding", 10));
        await().pollDelay(Duration.ofMillis(1_200))
                .untilAsserted(() ->
                        assertProblem(
                                409, "lease_ended", report(worker, id, lease, "decoding", 20)));
        Answer again = awaitClaim();
        assertEquals(id, again.text("session_id"));
        assertEquals("2", again.text("claim"));
        assertEquals("10", again.text("progress"));
        assertProblem(409, "lease_ended", report(worker, id, lease, "decoding", 20));
        assertProblem(409, "lease_ended", report(worker, id, lease, "failed", 20));
        assertOk(report(worker, id, again.text("lease_id"), "decoding", 11));
    }

    private Answer awaitClaim() {
        return await().until(() -> claim(worker, 30), answer -> answer.status() == 200);
    }

    @Test
    void reports_keep_a_lease_and_silence_ends_it() {
        String id = node.session(patient);
        String lease = claim(worker, 2).text("lease_id");
        for (int i = 0; i < 10; i++) {
            int expected = i;
            await().pollDelay(Duration.ofMillis(350))
                    .untilAsserted(
                            () -> assertOk(report(worker, id, lease, "decoding", expected / 5)));
            assertEquals(204, claim(worker, 2).status());
        }
        assertEquals(id, awaitClaim().text("session_id"));
    }

    @Test
    void whoever_reports_without_a_claim_keeps_the_session_from_others() {
        String id = node.session(patient);
        assertOk(report(worker, id, null, "decoding", 10));
        assertEquals(204, claim(node.world().with("PIPELINE"), 30).status());
        assertOk(report(node.world().with("PIPELINE"), id, null, "decoding", 11));
    }

    @Test
    void of_many_claims_at_once_each_session_goes_to_one() throws Exception {
        HashSet<String> waiting = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(node.session(patient));
        }
        try (SessionsNode second = node.beside(Map.of());
                ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            Claims[] nodes = {
                node.service().bean(Claims.class), second.service().bean(Claims.class)
            };
            Actor actor = Actor.service("session-progress");
            List<Callable<Optional<Claim>>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Claims claims = nodes[i % 2];
                calls.add(() -> claims.next("worker", Duration.ofSeconds(30), actor));
            }
            List<String> got = new ArrayList<>();
            for (Future<Optional<Claim>> answer : workers.invokeAll(calls)) {
                answer.get().ifPresent(claim -> got.add(claim.sessionId()));
            }
            assertEquals(20, got.size());
            assertEquals(waiting, new HashSet<>(got));
        }
    }

    @Test
    void a_recording_that_no_worker_survives_fails_in_the_end() {
        String id = node.session(patient);
        Claims claims = node.service().bean(Claims.class);
        Actor actor = Actor.service("session-progress");
        for (int i = 1; i <= Claims.MOST; i++) {
            Claim claim = claims.next("w", Duration.ofSeconds(30), actor).orElseThrow();
            assertEquals(i, claim.claim());
            claims.release(claim, "w", Duration.ZERO);
        }
        assertEquals(204, claim(worker, 30).status());
        Answer failed = node.service().get(node.world().with("ADMIN"), SESSIONS + "/" + id);
        assertEquals("failed", failed.text("status"));
        assertEquals(
                "Processing was begun 5 times and never came to an end.", failed.text("error"));
    }

    @Test
    void only_workers_claim_and_a_wrong_lease_is_refused_by_name() {
        assertEquals(401, claim(null, 30).status());
        assertProblem(403, "role_required", claim(node.world().with("ADMIN"), 30));
        for (int seconds : new int[] {0, -1, 601}) {
            Answer answer = claim(worker, seconds);
            assertProblem(422, "invalid_field", answer);
            assertTrue(answer.text("detail").startsWith("lease_seconds: "));
        }
        assertEquals(204, node.service().post(worker, SESSIONS + "/claim", "{}").status());
        assertEquals(204, node.service().post(worker, SESSIONS + "/claim", "").status());
        String path = SESSIONS + "/" + node.session(patient) + "/progress";
        for (String body :
                List.of(
                        "{\"status\":\"decoding\",\"progress\":1,\"message\":\"m\",\"result\":{}}",
                        "{\"status\":\"processed\",\"progress\":1,\"message\":\"m\",\"result\":[]}")) {
            Answer answer = node.service().post(worker, path, body);
            assertProblem(422, "invalid_field", answer);
            assertTrue(answer.text("detail").startsWith("result: "));
        }
    }
}
