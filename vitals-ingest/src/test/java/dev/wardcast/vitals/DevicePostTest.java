package dev.wardcast.vitals;

import static dev.wardcast.testsupport.Patience.TOLD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.VitalsNode.Answer;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePostTest {

    private static RedisLink link;
    private static AccessWorld world;
    private static VitalsNode node;

    private final String patient = "p-" + UUID.randomUUID();
    private final String key = world.deviceKey(patient);

    @BeforeAll
    static void start() {
        link = RedisLink.connect(TestServers.redisUrl());
        world = new AccessWorld(link);
        node =
                new VitalsNode(
                        TestServers.redisUrl(),
                        TestServers.freshDatabaseUrl(),
                        world.jwksUrl(),
                        Map.of());
    }

    @AfterAll
    static void stop() {
        node.close();
        world.close();
        link.close();
    }

    @Test
    void one_reading_is_accepted() {
        Answer answer = node.postWithKey(key, heartRate(patient, "72", ""));
        assertEquals(202, answer.status());
        assertEquals(Map.of("accepted", 1, "duplicates", 0, "refused", 0), answer.body());
    }

    @Test
    void the_same_sequence_counts_once_in_one_post_and_in_the_next() {
        String item = heartRate(patient, "72", ",\"sequence\":5");
        Answer first = node.postWithKey(key, "[" + item + "," + item + "]");
        assertEquals(202, first.status());
        assertEquals(1, first.get("accepted"));
        assertEquals(1, first.get("duplicates"));
        Answer second = node.postWithKey(key, item);
        assertEquals(202, second.status());
        assertEquals(Map.of("accepted", 0, "duplicates", 1, "refused", 0), second.body());
    }

    @Test
    void bad_items_of_an_array_are_named_and_the_good_ones_taken() {
        Answer answer =
                node.postWithKey(
                        key,
                        "["
                                + String.join(
                                        ",",
                                        heartRate(patient, "72", ""),
                                        heartRate(patient, "9999", ""),
                                        heartRate("somebody-else", "72", ""),
                                        heartRate(patient, "73", ""))
                                + "]");
        assertEquals(202, answer.status());
        assertEquals(2, answer.get("accepted"));
        assertEquals(2, answer.get("refused"));
        assertEquals(
                List.of(
                        Map.of(
                                "index", 1,
                                "field", "values.bpm",
                                "message", "9999 (expected: 0 to 350)"),
                        Map.of(
                                "index",
                                2,
                                "field",
                                "patient_id",
                                "message",
                                "another patient (expected: the one that the key is bound"
                                        + " to)")),
                answer.get("errors"));
    }

    @Test
    void an_impossible_value_is_422_naming_the_field() {
        Answer answer = node.postWithKey(key, heartRate(patient, "9999", ""));
        assertProblem(422, "invalid_field", answer);
        assertEquals("values.bpm: 9999 (expected: 0 to 350)", answer.get("detail"));
        assertEquals(
                List.of(Map.of("field", "values.bpm", "message", "9999 (expected: 0 to 350)")),
                answer.get("errors"));
    }

    @Test
    void an_array_without_a_good_item_is_422_naming_each() {
        Answer answer = node.postWithKey(key, "[{}," + heartRate(patient, "NaN", "") + "]");
        assertProblem(422, "invalid_field", answer);
        assertEquals(
                List.of(
                        Map.of(
                                "field", "[0].device_type",
                                "message", "missing (expected: 1 to 64 of A-Z a-z 0-9 . _ -)"),
                        Map.of(
                                "field", "[1].values.bpm",
                                "message", "NaN (expected: 0 to 350)")),
                answer.get("errors"));
    }

    @Test
    void a_key_is_good_for_its_own_patient_only() {
        assertProblem(
                403, "other_patient", node.postWithKey(key, heartRate("somebody-else", "72", "")));
    }

    @Test
    void a_key_posts_in_the_name_of_no_other_registered_device() {
        String other = "m-" + UUID.randomUUID();
        world.device(other, "somebody-else");
        String own = heartRate(patient, "72", "");
        String sensor = own.replace("m-1", "a-sensor-of-mine");
        String foreign = own.replace("m-1", other);
        assertEquals(202, node.postWithKey(key, sensor).status());
        assertProblem(403, "other_device", node.postWithKey(key, foreign));
        Answer both = node.postWithKey(key, "[" + own + "," + foreign + "]");
        assertEquals(202, both.status());
        assertEquals(1, both.body().get("accepted"));
        assertEquals(1, both.body().get("refused"));
        assertTrue(both.body().toString().contains("another device"), both.body().toString());
    }

    @Test
    void without_a_key_or_a_token_nothing_is_even_read() {
        Answer answer = node.post("not json".getBytes(UTF_8), "Content-Type", "application/json");
        assertProblem(401, "unauthenticated", answer);
        assertEquals(401, node.post(new byte[0]).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "unknown", "..", "\"; drop table", "ключ", "\u00ff"})
    void an_unknown_key_is_401(String unknown) throws IOException {
        String statusLine = rawPost("X-Device-Key: " + unknown);
        assertTrue(statusLine.startsWith("HTTP/1.1 401"), statusLine);
    }

    @Test
    void a_revoked_key_is_401_even_with_a_good_token() {
        String revoked = world.deviceKey(patient, "REVOKED");
        Answer answer =
                node.post(
                        heartRate(patient, "72", "").getBytes(UTF_8),
                        "X-Device-Key",
                        revoked,
                        "Authorization",
                        "Bearer " + world.token("DEVICE"),
                        "Content-Type",
                        "application/json");
        assertProblem(401, "unknown_device_key", answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Device-Key: a\u0000b",
                "X-Device-Key: a\u0001b",
                "X-Device-Key: a\rb",
                "X-Device-Key: a\r\n folded",
                "X-Devi\u0007ce-Key: a",
                "X-Other: \u0000"
            })
    void control_characters_in_headers_are_a_clear_refusal(String header) throws IOException {
        String statusLine = rawPost(header);
        assertTrue(statusLine.matches("HTTP/1.1 4\\d\\d .*"), statusLine);
    }

    @Test
    void a_token_with_role_device_posts_for_every_patient_who_is_registered() {
        Answer unknown = withToken("DEVICE");
        assertProblem(422, "invalid_field", unknown);
        assertTrue(unknown.body().toString().contains("patient_id"), unknown.body()::toString);
        world.patient(patient);
        world.announce("patient:" + patient);
        await().atMost(TOLD).until(() -> withToken("DEVICE").status() == 202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADMIN", "DOCTOR", "PATIENT", "PIPELINE"})
    void a_token_of_another_role_is_403(String role) {
        assertProblem(403, "forbidden", withToken(role));
    }

    @Test
    void a_forged_token_is_401() {
        try (AccessWorld elsewhere = new AccessWorld(link)) {
            Answer answer =
                    node.post(
                            heartRate(patient, "72", "").getBytes(UTF_8),
                            "Authorization",
                            "Bearer " + elsewhere.token("DEVICE"),
                            "Content-Type",
                            "application/json");
            assertProblem(401, "unauthenticated", answer);
        }
    }

    @Test
    void malformed_json_is_400_naming_the_place() {
        Answer answer = node.postWithKey(key, "{\n  \"device_type\": oops\n}");
        assertProblem(400, "malformed_json", answer);
        assertTrue(answer.get("detail").toString().contains("line 2, column"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "42", "null", "[[]", "{}{}"})
    void what_has_no_items_is_400(String body) {
        assertEquals(400, node.postWithKey(key, body).status());
    }

    @Test
    void a_thousand_items_are_taken_at_once() {
        Answer answer = node.postWithKey(key, array(1_000));
        assertEquals(202, answer.status());
        assertEquals(1_000, answer.get("accepted"));
    }

    @Test
    void one_item_more_is_413() {
        assertProblem(413, "too_many_items", node.postWithKey(key, array(1_001)));
    }

    @ParameterizedTest
    @ValueSource(ints = {2_100_000, 10_000_000})
    void a_body_over_two_megabytes_is_413(int bytes) {
        Answer answer = node.postWithKey(key, "[" + " ".repeat(bytes) + "]");
        assertEquals(413, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
    void another_content_type_is_415(String type) {
        Answer answer =
                node.post(
                        heartRate(patient, "72", "").getBytes(UTF_8),
                        "X-Device-Key",
                        key,
                        "Content-Type",
                        type);
        assertEquals(415, answer.status());
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    private Answer withToken(String role) {
        return node.post(
                heartRate(patient, "72", "").getBytes(UTF_8),
                "Authorization",
                "Bearer " + world.token(role),
                "Content-Type",
                "application/json");
    }

    private String array(int items) {
        return IntStream.range(0, items)
                .mapToObj(i -> heartRate(patient, "72", ""))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** As it is, because a proper client refuses to send such headers. Returns the status line. */
    private String rawPost(String header) throws IOException {
        String body = heartRate(patient, "72", "");
        String request =
                "POST "
                        + VitalsNode.DATA
                        + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nConnection: close\r\n"
                        + "Content-Length: "
                        + body.length()
                        + "\r\n"
                        + header
                        + "\r\n\r\n"
                        + body;
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private static void assertProblem(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), answer.body()::toString);
        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertEquals(code, answer.get("code"));
        assertEquals(status, answer.get("status"));
    }

    private static String heartRate(String patient, String bpm, String more) {
        return """
        {"device_type":"monitor","device_id":"m-1","patient_id":"%s","data_type":"heart_rate",\
        "values":{"bpm":%s}%s}\
        """
                .formatted(patient, bpm, more);
    }
}
