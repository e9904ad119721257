package dev.wardcast.sessions.pipeline;

import static dev.wardcast.sessions.SessionsNode.SESSIONS;
import static dev.wardcast.sessions.SessionsNode.assertProblem;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.sessions.Wav;
import dev.wardcast.sessions.progress.Claim;
import dev.wardcast.sessions.progress.Claims;
import dev.wardcast.sessions.progress.Report;
import dev.wardcast.sessions.progress.Reports;
import dev.wardcast.sessions.progress.Status;
import dev.wardcast.sessions.progress.Worker;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AccessWorld.Published;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {

    private static final Map<String, Object> WORKING =
            Map.of(
                    "wardcast.sessions.pipeline.work",
                    true,
                    "wardcast.sessions.pipeline.lease",
                    "2s",
                    "wardcast.sessions.pipeline.poll",
                    "100ms");

    @TempDir static Path audio;

    /** Takes uploads, and processes nothing. */
    private static SessionsNode desk;

    private final String patient = desk.world().patient();
    private final Person therapist = desk.world().therapistOf(patient);

    @BeforeAll
    static void start() {
        desk = new SessionsNode(audio, Map.of());
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    /** Four seconds, of which the second and the third have a voice. */
    private static byte[] recording() {
        return Wav.pcm(24, 44_100, 2)
                .of(
                        4,
                        t ->
                                1e-3 * Math.sin(t * 5_000)
                                        + (t > 1 && t < 3 ? 0.3 * Math.sin(t * 1_200) : 0));
    }

    private String upload(byte[] file) {
        return desk.session(patient, Wav.stream(file));
    }

    private Answer get(String id) {
        return desk.service().get(therapist, SESSIONS + "/" + id);
    }

    private void awaitStatus(String id, String status) {
        await().until(() -> get(id).text("status").equals(status));
    }

    private static List<Integer> progress(List<Published> events) {
        return events.stream()
                .map(e -> Integer.parseInt(e.data().replaceAll(".*\"progress\":(\\d+).*", "$1")))
                .toList();
    }

    private static void assertUpwards(List<Integer> progress) {
        assertEquals(progress.stream().sorted().distinct().toList(), progress);
    }

    @Test
    void a_recording_is_processed_by_itself_and_its_result_can_be_had() {
        String id = upload(recording());
        assertProblem(
                409,
                "session_not_processed",
                desk.service().get(therapist, SESSIONS + "/" + id + "/result"));
        try (SessionsNode worker = desk.beside(WORKING)) {
            awaitStatus(id, "processed");
        }
        Answer answer = desk.service().get(therapist, SESSIONS + "/" + id + "/result");
        assertEquals(200, answer.status(), () -> answer.body().toString());
        JsonNode audioNode = answer.body().get("audio");
        assertEquals(44_100, audioNode.get("sample_rate").getIntValue());
        assertEquals(2, audioNode.get("channels").getIntValue());
        assertEquals(24, audioNode.get("bits_per_sample").getIntValue());
        assertEquals(2.0, answer.body().get("speech_seconds").getDoubleValue(), 0.05);
        assertEquals(3, answer.body().get("segments").size());
        assertEquals("speech", answer.body().get("segments").get(1).get("kind").getStringValue());
        assertEquals(40, answer.body().get("level").get("rms").size());
        assertEquals(2_000, answer.body().get("waveform").get("lowest").size());

        List<Published> events = desk.published(id, 5);
        assertEquals("session.complete", events.getLast().type());
        assertTrue(events.getLast().data().contains("2.0 of them speech in 1 part\""));
        assertUpwards(progress(events));
        String all = events.toString();
        for (String status : List.of("uploaded", "decoding", "analysing", "segmenting")) {
            assertTrue(all.contains("\"status\":\"" + status + "\""), status);
        }
        assertProblem(
                403,
                "role_required",
                desk.service()
                        .get(desk.world().caregiverOf(patient), SESSIONS + "/" + id + "/result"));
    }

    @Test
    void a_broken_recording_fails_in_words_for_people_and_can_be_tried_again() throws Exception {
        byte[] whole = recording();
        String id = upload(Arrays.copyOf(whole, whole.length / 2));
        try (SessionsNode worker = desk.beside(WORKING)) {
            awaitStatus(id, "failed");
            assertEquals("The recording can't be processed", get(id).text("message"));
            assertEquals(
                    "The recording breaks off after 2.0 of its 4.0 seconds.",
                    get(id).text("error"));
            assertEquals("session.error", desk.published(id, 2).getLast().type());

            Files.write(desk.file(id), whole);
            Answer retried = desk.service().post(therapist, SESSIONS + "/" + id + "/retry", "");
            assertEquals(200, retried.status(), () -> retried.body().toString());
            assertEquals("uploaded", retried.text("status"));
            assertEquals("0", retried.text("progress"));
            assertEquals("2", retried.text("attempt"));
            awaitStatus(id, "processed");
        }
        await().until(() ->
                desk.world()
                        .published("session:" + id)
                        .getLast()
                        .type()
                        .equals("session.complete"));
        List<Published> events = desk.world().published("session:" + id);
        int failure = events.stream().map(Published::type).toList().indexOf("session.error");
        assertUpwards(progress(events.subList(failure + 1, events.size())));
        assertProblem(
                409,
                "session_not_failed",
                desk.service().post(therapist, SESSIONS + "/" + id + "/retry", ""));
        assertTrue(
                desk.audit()
                        .of(therapist)
                        .contains("SESSION_RETRIED ALLOWED session [" + patient + "]"));
    }

    @Test
    void who_may_not_see_a_session_may_not_have_it_tried_again() {
        String id = upload(recording());
        String path = SESSIONS + "/" + id + "/retry";
        Person foreign = desk.world().therapistOf(desk.world().patient());
        assertProblem(403, "no_access_to_patient", desk.service().post(foreign, path, ""));
        assertTrue(
                desk.audit()
                        .of(foreign)
                        .contains("SESSION_RETRIED REFUSED session [" + patient + "]"),
                () -> desk.audit().of(foreign).toString());
        assertProblem(
                403, "role_required", desk.service().post(desk.world().with("PIPELINE"), path, ""));
    }

    @Test
    void what_a_worker_that_died_had_begun_goes_on_and_progress_never_goes_back() {
        String id = upload(recording());
        Actor actor = Actor.service("session-progress");
        Claim claim =
                desk.service()
                        .bean(Claims.class)
                        .next("node-that-dies", Duration.ofSeconds(1), actor)
                        .orElseThrow();
        assertEquals(id, claim.sessionId());
        Reports reports = desk.service().bean(Reports.class);
        reports.report(
                id,
                Report.step(Status.DECODING, 42, "half of it"),
                new Worker("node-that-dies", claim.leaseId()),
                actor);
        try (SessionsNode worker = desk.beside(WORKING)) {
            awaitStatus(id, "processed");
        }
        await().until(() ->
                desk.world()
                        .published("session:" + id)
                        .getLast()
                        .type()
                        .equals("session.complete"));
        List<Integer> progress = progress(desk.published(id, 4));
        assertTrue(progress.contains(42), progress::toString);
        assertUpwards(progress);
    }

    @Test
    void a_node_that_ends_gives_its_recordings_back_at_once() throws Exception {
        String id = upload(Wav.pcm(8, 8_000, 1).of(600, t -> Math.sin(t * 1_000)));
        try (SessionsNode first = desk.beside(Map.of("wardcast.sessions.pipeline.work", true))) {
            await().until(() -> !get(id).text("status").equals("uploaded"));
        }
        try (SessionsNode second = desk.beside(WORKING)) {
            awaitStatus(id, "processed");
        }
        assertUpwards(progress(desk.published(id, 2)));
    }

    @Test
    void many_workers_on_two_nodes_process_each_recording_once() {
        List<String> ids = Stream.generate(() -> upload(recording())).limit(12).toList();
        Map<String, Object> several = new HashMap<>(WORKING);
        several.put("wardcast.sessions.pipeline.workers", 3);
        try (SessionsNode first = desk.beside(several);
                SessionsNode second = desk.beside(several)) {
            ids.forEach(id -> awaitStatus(id, "processed"));
        }
        for (String id : ids) {
            assertEquals(
                    1,
                    desk.audit().about(id).stream().filter("SESSION_CLAIMED"::equals).count(),
                    id);
        }
    }
}
