package dev.wardcast.sessions.upload;

import static dev.wardcast.sessions.SessionsNode.FORM;
import static dev.wardcast.sessions.SessionsNode.LONGEST;
import static dev.wardcast.sessions.SessionsNode.SESSIONS;
import static dev.wardcast.sessions.SessionsNode.assertProblem;
import static dev.wardcast.sessions.SessionsNode.part;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.sessions.Recording;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AccessWorld.Published;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest {

    @TempDir static Path audio;
    private static SessionsNode node;

    private final String patient = node.world().patient();
    private final Person therapist = node.world().therapistOf(patient);
    private List<String> before;

    @BeforeAll
    static void start() {
        node = new SessionsNode(audio);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void look() throws IOException {
        before = node.files();
    }

    private void assertNothingKept() throws IOException {
        assertEquals(before, node.files());
    }

    private Answer upload(Person caller, long bytes) {
        return node.upload(
                caller, part("audio", new Recording(bytes)), part("patient_id", patient));
    }

    @Test
    void a_recording_becomes_a_session_a_file_and_an_event() throws Exception {
        Answer answer = upload(therapist, 100_000);
        assertEquals(201, answer.status(), () -> answer.body().toString());
        String id = answer.text("session_id");
        assertEquals(patient, answer.text("patient_id"));
        assertEquals("uploaded", answer.text("status"));
        assertEquals("0", answer.text("progress"));
        assertEquals(answer.text("created_at"), answer.text("updated_at"));
        assertEquals("Recording received", answer.text("message"));

        assertArrayEquals(new Recording(100_000).readAllBytes(), Files.readAllBytes(node.file(id)));
        assertEquals(answer.body(), node.service().get(therapist, SESSIONS + "/" + id).body());

        Published event = node.published(id, 1).getFirst();
        assertEquals("session.progress", event.type());
        assertEquals(
                "{\"session_id\":\"%s\",\"status\":\"uploaded\",\"progress\":0,\"message\":\"Recording received\",\"updated_at\":\"%s\"}"
                        .formatted(id, answer.text("updated_at")),
                event.data());
    }

    @Test
    void the_order_of_the_parts_and_parts_that_nobody_knows_do_not_matter() {
        Answer answer =
                node.upload(
                        therapist,
                        part("title", "x".repeat(3_000_000)),
                        part("patient_id", patient),
                        part("audio", new Recording(5_000)),
                        part("more", ""));
        assertEquals(201, answer.status(), () -> answer.body().toString());
    }

    @Test
    void patients_upload_their_own_and_admins_for_all() {
        assertEquals(201, upload(node.world().patientThemself(patient), 1_000).status());
        assertEquals(201, upload(node.world().with("ADMIN"), 1_000).status());
    }

    @Test
    void a_recording_far_over_what_other_bodies_may_have_is_taken() throws IOException {
        Answer answer = upload(therapist, LONGEST);
        assertEquals(201, answer.status(), () -> answer.body().toString());
        assertEquals(LONGEST, Files.size(node.file(answer.text("session_id"))));
    }

    @ParameterizedTest
    @ValueSource(longs = {LONGEST + 1, LONGEST + 10_000_000})
    void a_longer_one_is_413_and_nothing_is_kept(long bytes) throws IOException {
        assertProblem(413, "audio_too_large", upload(therapist, bytes));
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(longs = {2L * LONGEST, 10L * LONGEST})
    void a_longer_one_that_says_so_is_413(long bytes) throws IOException {
        byte[] body = part("audio", new Recording(bytes)).readAllBytes();
        Answer answer =
                node.service().post(therapist, SESSIONS, FORM, BodyPublishers.ofByteArray(body));
        assertProblem(413, "form_too_large", answer);
        assertNothingKept();
    }

    @Test
    void a_form_that_is_long_elsewhere_is_413() throws IOException {
        Answer answer =
                node.upload(
                        therapist,
                        part("patient_id", patient),
                        part("title", new Recording(5L * LONGEST)),
                        part("audio", new Recording(1_000)));
        assertProblem(413, "form_too_large", answer);
        assertNothingKept();
    }

    @Test
    void what_is_no_wave_file_is_415_whatever_it_is_called() throws IOException {
        Answer answer =
                node.upload(
                        therapist,
                        part("patient_id", patient),
                        part("audio", "ID3\u0003 " + "x".repeat(50_000)));
        assertProblem(415, "not_wave", answer);
        assertNothingKept();
        assertEquals(
                415, node.service().post(therapist, SESSIONS, "{\"patient_id\":\"x\"}").status());
    }

    @Test
    void missing_doubled_and_impossible_parts_are_422_by_name() throws IOException {
        Recording recording = new Recording(1_000);
        assertRefused("patient_id", node.upload(therapist, part("audio", recording)));
        assertRefused("audio", node.upload(therapist, part("patient_id", patient)));
        assertRefused("audio", node.upload(therapist));
        assertRefused("patient_id", node.upload(therapist, part("patient_id", "../" + patient)));
        assertRefused(
                "patient_id", node.upload(therapist, part("patient_id", "p".repeat(100_000))));
        assertRefused(
                "audio",
                node.upload(
                        therapist,
                        part("audio", new Recording(1_000)),
                        part("audio", new Recording(1_000))));
        assertNothingKept();
    }

    private static void assertRefused(String field, Answer answer) {
        assertProblem(422, "invalid_field", answer);
        assertTrue(answer.text("detail").contains(field + ": "), answer.text("detail"));
    }

    @Test
    void a_malformed_body_is_400() throws IOException {
        for (String body : List.of("", "x", "--a; boundary\r\n\r\nx")) {
            Answer answer =
                    node.service().post(therapist, SESSIONS, FORM, BodyPublishers.ofString(body));
            assertEquals(400, answer.status(), body);
        }
        Answer answer =
                node.service()
                        .post(
                                therapist,
                                SESSIONS,
                                "multipart/form-data",
                                BodyPublishers.ofString("x"));
        assertProblem(400, "malformed_multipart", answer);
        assertNothingKept();
    }

    @Test
    void a_foreign_patient_is_403_in_either_order_and_nothing_is_kept() throws IOException {
        String foreign = node.world().patient();
        assertProblem(
                403,
                "no_access_to_patient",
                node.upload(
                        therapist,
                        part("patient_id", foreign),
                        part("audio", new Recording(1_000))));
        assertProblem(
                403,
                "no_access_to_patient",
                node.upload(
                        therapist,
                        part("audio", new Recording(3_000_000)),
                        part("patient_id", foreign)));
        assertProblem(
                404,
                "unknown_patient",
                node.upload(node.world().with("ADMIN"), part("patient_id", "no-such")));
        assertNothingKept();
    }

    @Test
    void without_a_token_it_is_401() throws IOException {
        assertEquals(401, upload(null, 1_000).status());
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAREGIVER", "DOCTOR", "NURSE", "DISPATCHER", "DEVICE", "PIPELINE"})
    void other_roles_are_403(String role) throws IOException {
        assertProblem(403, "role_required", upload(node.world().with(role), 1_000));
        assertNothingKept();
    }

    @Test
    void of_a_sender_who_goes_away_nothing_is_left() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.service().port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head(5_000_000));
            part("audio", new Recording(1_000_000)).transferTo(out);
            out.flush();
            await().until(() -> node.files().stream().anyMatch(f -> f.endsWith(".part")));
        }
        await().untilAsserted(this::assertNothingKept);
    }

    @Test
    void bytes_of_a_recording_go_to_the_file_while_it_still_arrives() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", node.service().port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head(LONGEST));
            InputStream form = part("audio", new Recording(LONGEST));
            out.write(form.readNBytes(LONGEST / 2));
            out.flush();
            await().until(() -> arrived() > LONGEST / 2 - 200_000);
        }
        await().untilAsserted(this::assertNothingKept);
    }

    private static long arrived() throws IOException {
        long bytes = 0;
        for (String file : node.files()) {
            bytes = file.endsWith(".part") ? Files.size(audio.resolve(file)) : bytes;
        }
        return bytes;
    }

    private byte[] head(int contentLength) {
        return "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(SESSIONS, therapist.token(), FORM, contentLength)
                .getBytes(UTF_8);
    }

    @AfterEach
    void nothing_half_is_ever_left() throws IOException {
        await().until(() -> node.files().stream().noneMatch(f -> f.endsWith(".part")));
    }
}
