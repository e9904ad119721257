package dev.wardcast.sessions.progress;

import static dev.wardcast.sessions.SessionsNode.SESSIONS;
import static dev.wardcast.sessions.SessionsNode.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.sessions.Recording;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AccessWorld.Published;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressHttpTest {

    @TempDir static Path audio;
    private static SessionsNode node;
    private static Person worker;

    private final String patient = node.world().patient();

    @BeforeAll
    static void start() {
        node = new SessionsNode(audio);
        worker = node.world().with("PIPELINE");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static Answer report(Person caller, String id, String status, int progress) {
        return node.service()
                .post(
                        caller,
                        SESSIONS + "/" + id + "/progress",
                        "{\"status\":\"%s\",\"progress\":%d,\"message\":\"at %d\"}"
                                .formatted(status, progress, progress));
    }

    private static Answer reported(String id, String status, int progress) {
        Answer answer = report(worker, id, status, progress);
        assertEquals(200, answer.status(), () -> answer.body().toString());
        return answer;
    }

    private static Answer get(Person caller, String id) {
        return node.service().get(caller, SESSIONS + "/" + id);
    }

    private static List<String> types(List<Published> events) {
        return events.stream().map(Published::type).toList();
    }

    @Test
    void a_session_is_followed_from_its_upload_to_its_end() {
        String id = node.session(patient);
        reported(id, "decoding", 10);
        reported(id, "transcribing", 45);
        Answer end = reported(id, "processed", 100);
        assertEquals(end.body(), get(node.world().patientThemself(patient), id).body());

        List<Published> events = node.published(id, 4);
        assertEquals(
                List.of(
                        "session.progress",
                        "session.progress",
                        "session.progress",
                        "session.complete"),
                types(events));
        assertEquals(
                "{\"session_id\":\"%s\",\"status\":\"processed\",\"progress\":100,\"message\":\"at 100\",\"updated_at\":\"%s\"}"
                        .formatted(id, end.text("updated_at")),
                events.getLast().data());
    }

    @Test
    void a_failure_tells_why() {
        String id = node.session(patient);
        reported(id, "decoding", 30);
        Answer failed =
                node.service()
                        .post(
                                worker,
                                SESSIONS + "/" + id + "/progress",
                                """
                                {"status":"failed","progress":0,"message":"Processing failed","error":"no samples"}
                                """);
        assertEquals("30", failed.text("progress"));
        assertEquals("no samples", failed.text("error"));
        Published event = node.published(id, 3).getLast();
        assertEquals("session.error", event.type());
        assertTrue(event.data().contains("\"error\":\"no samples\""), event.data());
    }

    @Test
    void late_and_repeated_reports_change_nothing_and_are_not_published() {
        String id = node.session(patient);
        Answer ahead = reported(id, "analysing", 50);
        assertEquals(ahead, reported(id, "analysing", 50));
        assertEquals(ahead, reported(id, "decoding", 20));
        assertEquals(ahead, reported(id, "segmenting", 50));
        reported(id, "segmenting", 51);
        assertEquals(3, node.published(id, 3).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"processed", "failed"})
    void after_the_end_a_report_is_409(String end) {
        String id = node.session(patient);
        Answer ended = reported(id, end, 100);
        assertProblem(409, "session_ended", report(worker, id, "decoding", 100));
        assertProblem(409, "session_ended", report(worker, id, "failed", 100));
        assertEquals(ended.body(), get(node.world().with("ADMIN"), id).body());
        assertEquals(2, node.published(id, 2).size());
    }

    @Test
    void of_many_workers_at_once_progress_is_published_upwards_and_each_once() throws Exception {
        String id = node.session(patient);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int progress = i * 37 % 100;
                calls.add(() -> report(worker, id, "analysing", progress));
            }
            for (Future<Answer> answer : workers.invokeAll(calls)) {
                assertEquals(200, answer.get().status());
            }
        }
        reported(id, "processed", 100);
        await().until(() -> types(node.published(id, 2)).contains("session.complete"));
        List<Published> events = node.published(id, 2);
        assertEquals(
                events.size(), new HashSet<>(events.stream().map(Published::id).toList()).size());
        List<Integer> progress = new ArrayList<>();
        for (Published event : events) {
            progress.add(progressOf(event));
        }
        assertEquals(progress.stream().sorted().toList(), progress);
        assertTrue(progress.contains(99));
    }

    @ParameterizedTest
    @ValueSource(strings = {"processed", "failed"})
    void whatever_arrives_with_the_end_it_is_the_last_in_the_room(String end) throws Exception {
        String id = node.session(patient);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int progress = 1; progress <= 100; progress++) {
                int at = progress;
                calls.add(() -> report(worker, id, at == 50 ? end : "analysing", at));
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Answer> answer : workers.invokeAll(calls)) {
                answers.add(answer.get().status());
            }
            assertTrue(List.of(200, 409).containsAll(answers), answers.toString());
        }
        String last = end.equals("failed") ? "session.error" : "session.complete";
        await().until(() -> types(node.published(id, 2)).contains(last));
        assertProblem(409, "session_ended", report(worker, id, "analysing", 100));
        List<Published> events = node.published(id, 2);
        assertEquals(last, events.getLast().type());
        assertEquals(1, events.stream().filter(e -> e.type().equals(last)).count());
    }

    @Test
    void what_the_last_event_told_can_be_asked_for_when_it_is_long_gone() throws Exception {
        String id = node.session(patient);
        for (String status : List.of("transcribing", "failed")) {
            int before = node.published(id, 1).size();
            reported(id, status, 60);
            Answer asked = get(node.world().patientThemself(patient), id);
            var told =
                    node.service()
                            .json(node.published(id, before + 1).getLast().data().getBytes(UTF_8));
            for (var field : told.entries()) {
                assertEquals(field.getValue(), asked.body().get(field.getKey()), field.getKey());
            }
            assertEquals(5, told.size(), told.toString());
        }
    }

    private static int progressOf(Published event) {
        return Integer.parseInt(event.data().replaceAll(".*\"progress\":(\\d+).*", "$1"));
    }

    @Test
    void a_session_is_seen_by_its_patient_the_therapist_and_admins_alone() {
        String id = node.session(patient);
        String other = node.world().patient();
        assertEquals(200, get(node.world().patientThemself(patient), id).status());
        assertEquals(200, get(node.world().therapistOf(other, patient), id).status());
        assertEquals(200, get(node.world().with("ADMIN"), id).status());
        for (Person foreign :
                List.of(
                        node.world().patientThemself(other),
                        node.world().therapistOf(other),
                        // A grant gives alerts and vitals, and sessions to none.
                        node.world().patientAndCaregiver(other, patient))) {
            assertProblem(403, "no_access_to_patient", get(foreign, id));
        }
        for (Person role :
                List.of(
                        node.world().caregiverOf(patient),
                        node.world().with("DOCTOR", "NURSE", "DISPATCHER"),
                        node.world().with("DEVICE"),
                        worker)) {
            assertProblem(403, "role_required", get(role, id));
        }
        assertEquals(401, get(null, id).status());
    }

    @Test
    void an_unknown_session_is_404() {
        for (String id : List.of(UUID.randomUUID().toString(), "%00", "a%20b")) {
            assertProblem(404, "unknown_session", get(node.world().with("ADMIN"), id));
            assertProblem(404, "unknown_session", report(worker, id, "decoding", 1));
        }
    }

    @Test
    void only_a_worker_reports() {
        String id = node.session(patient);
        assertEquals(401, report(null, id, "decoding", 1).status());
        for (Person other :
                List.of(
                        node.world().with("ADMIN"),
                        node.world().therapistOf(patient),
                        node.world().patientThemself(patient),
                        node.world().with("DEVICE"))) {
            assertProblem(403, "role_required", report(other, id, "decoding", 1));
        }
        assertEquals("0", get(node.world().with("ADMIN"), id).text("progress"));
    }

    @Test
    void an_upload_each_change_of_status_and_a_look_are_in_the_audit_and_not_each_percent() {
        Person therapist = node.world().therapistOf(patient);
        Person pipeline = node.world().with("PIPELINE");
        Answer uploaded =
                node.upload(
                        therapist,
                        SessionsNode.part("audio", new Recording(20_000)),
                        SessionsNode.part("patient_id", patient));
        String id = uploaded.text("session_id");
        for (int percent : new int[] {10, 10, 11, 40}) {
            assertEquals(200, report(pipeline, id, "decoding", percent).status());
        }
        assertEquals(200, report(pipeline, id, "analysing", 41).status());
        assertEquals(403, report(therapist, id, "decoding", 20).status());
        assertEquals(200, get(therapist, id).status());

        String whose = " [" + patient + "]";
        assertEquals(
                List.of(
                        "SESSION_UPLOADED ALLOWED session" + whose,
                        "PATIENT_READ ALLOWED session" + whose),
                node.audit().of(therapist));
        assertEquals(
                Collections.nCopies(2, "SESSION_REPORTED ALLOWED session" + whose),
                node.audit().of(pipeline));
    }

    @Test
    void a_wrong_report_is_refused_by_name() {
        String path = SESSIONS + "/" + node.session(patient) + "/progress";
        assertProblem(422, "invalid_field", node.service().post(worker, path, "{}"));
        for (String body :
                List.of("", "{", "[]", "{\"status\":\"decoding\",\"progress\":\"much\"}")) {
            assertEquals(400, node.service().post(worker, path, body).status(), body);
        }
    }

    /** The limit of the upload is not that of other bodies. */
    @ParameterizedTest
    @ValueSource(ints = {2_100_000, 7_000_000, 20_000_000})
    void a_report_over_two_megabytes_is_413(int bytes) {
        String path = SESSIONS + "/" + UUID.randomUUID() + "/progress";
        Answer answer = node.service().post(worker, path, " ".repeat(bytes) + "{}");
        assertEquals(413, answer.status());
        assertTrue(answer.contentType().startsWith("application/problem+json"));
    }

    @Test
    void a_service_that_works_says_so() {
        await().until(() -> node.service().get(null, "/health/readiness").status() == 200);
        assertEquals(200, node.service().get(null, "/openapi").status());
    }
}
