package dev.wardcast.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.SseClient;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One stack as `./wardcast up` starts it, and what people and devices get from it. */
class FirstLightTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir static Path data;
    private static Processes.Running stack;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        int port = Processes.freePort();
        url = "http://localhost:" + port;
        stack =
                Processes.wardcast(
                                "up", "--port", Integer.toString(port), "--data", data.toString())
                        .awaitReady();
        assertTrue(stack.output().contains("wardcast ready " + url), stack.output());
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
        assertFalse(stack.output().contains(" ERROR "), stack.output());
    }

    @Test
    void a_devices_post_reaches_the_caregivers_screen() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        Device device = new Device(url, 1);
        device.normal();
        try (SseClient stream = caregiver.follow("/api/v1/caregivers/alerts/stream", "")) {
            assertEquals(200, stream.status());
            assertEquals(
                    "text/event-stream", stream.headers().firstValue("content-type").orElse(""));
            assertEquals("no-cache", stream.headers().firstValue("cache-control").orElse(""));
            assertEquals("no", stream.headers().firstValue("x-accel-buffering").orElse(""));
            assertFalse(stream.awaitLastEventId(SOON).isEmpty(), "an id before any event");
            assertTrue(stream.retryMillis().isPresent());

            device.high();

            SseClient.Event event = stream.awaitEvent(e -> e.event().equals("message"), SOON);
            JsonNode alert = Person.json(event.data());
            assertEquals("alert", alert.get("event").getStringValue());
            assertEquals("CRITICAL", alert.get("tier").getStringValue());
            assertEquals("patient-1", alert.get("patient_id").getStringValue());
            assertEquals("blood_pressure", alert.get("vital_type").getStringValue());
            assertEquals("high_blood_pressure", alert.get("alert_type").getStringValue());
            assertEquals(
                    "High blood pressure detected: 190/125", alert.get("message").getStringValue());

            String id = alert.get("alert_id").getStringValue();
            var done =
                    caregiver.post(
                            "/api/v1/alerts/alerts/" + id + "/acknowledge?patient_id=patient-1",
                            "{\"status\":\"resolved\",\"note\":\"Patient is stable\"}");
            assertEquals(200, done.statusCode(), done.body());
            SseClient.Event ack = stream.awaitEvent(e -> e.data().contains("\"ack\""), SOON);
            assertEquals(id, Person.json(ack.data()).get("alert_id").getStringValue());
            assertEquals(
                    "caregiver", Person.json(ack.data()).get("acknowledged_by").getStringValue());
            device.normal();
        }
    }

    @Test
    void a_grant_and_its_end_reach_an_open_stream() throws Exception {
        Person admin = Person.signIn(url, "admin");
        Person caregiver = Person.signIn(url, "caregiver2");
        Device device = new Device(url, 5);
        device.normal();
        try (SseClient stream = caregiver.follow("/api/v1/caregivers/alerts/stream", "")) {
            stream.awaitLastEventId(SOON);
            device.high();
            assertEquals(0, stream.events().size(), "a caregiver without patients sees nothing");

            assertTrue(
                    admin.request("PUT", "/api/v1/caregivers/caregiver2/patients/patient-5")
                                    .statusCode()
                            < 300);
            await().atMost(SOON)
                    .untilAsserted(() -> {
                        device.normal();
                        device.high();
                        assertFalse(stream.events().isEmpty());
                    });

            assertTrue(
                    admin.request("DELETE", "/api/v1/caregivers/caregiver2/patients/patient-5")
                                    .statusCode()
                            < 300);
            // The end of the grant is in force within a second; what happens after that is not
            // seen.
            Person watcher = Person.signIn(url, "admin");
            try (SseClient other =
                    watcher.follow("/api/v1/alerts/stream?role=admin&patient_id=patient-5", "")) {
                other.awaitLastEventId(SOON);
                await().pollDelay(Duration.ofSeconds(1)).atMost(SOON).until(() -> true);
                int seen = stream.events().size();
                device.normal();
                device.high();
                other.awaitEvents(1, SOON);
                assertEquals(seen, stream.events().size());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/caregivers/alerts/stream, caregiver1, 200",
        "/api/v1/caregivers/alerts/stream, admin, 200",
        "/api/v1/caregivers/alerts/stream, doctor1, 403",
        "/api/v1/caregivers/alerts/stream, patient1, 403",
        "/api/v1/alerts/stream?role=caregiver&patient_id=patient-1, caregiver1, 200",
        "/api/v1/alerts/stream?role=caregiver&patient_id=patient-3, caregiver1, 403",
        "/api/v1/alerts/stream?role=doctor&patient_id=patient-1, caregiver1, 403",
        "/api/v1/alerts/stream?role=doctor&patient_id=patient-3, doctor1, 200",
        "/api/v1/alerts/stream?role=nurse&patient_id=patient-3, nurse1, 200",
        "/api/v1/alerts/stream?role=dispatcher&patient_id=patient-3, dispatcher1, 200",
        "/api/v1/alerts/stream?role=therapist&patient_id=patient-1, therapist1, 200",
        "/api/v1/alerts/stream?role=therapist&patient_id=patient-2, therapist1, 403",
        "/api/v1/alerts/stream?role=patient&patient_id=patient-1, patient1, 200",
        "/api/v1/alerts/stream?role=patient&patient_id=patient-2, patient1, 403",
        "/api/v1/alerts/stream?role=admin&patient_id=*, admin, 200",
        "/api/v1/alerts/stream?role=caregiver&patient_id=*, caregiver1, 403",
        "/api/v1/alerts/stream?role=admin&patient_id=nobody, admin, 404",
        "/api/v1/alerts/stream?role=caregiver, caregiver1, 400",
        "/api/v1/alerts/stream?patient_id=patient-1, caregiver1, 400",
        "/api/v1/alerts/stream?role=king&patient_id=patient-1, caregiver1, 400",
        "/api/v1/alerts/stream?role=caregiver&patient_id=a%20b, caregiver1, 400",
    })
    void a_stream_is_refused_before_it_starts_or_not_at_all(String path, String user, int status)
            throws Exception {
        try (SseClient stream = Person.signIn(url, user).follow(path, "")) {
            assertEquals(status, stream.status());
            if (status != 200) {
                stream.awaitClosed(SOON);
                assertEquals("application/problem+json", contentType(stream));
                assertEquals(status, Person.json(stream.body()).get("status").getIntValue());
            }
        }
    }

    private static String contentType(SseClient stream) {
        return stream.headers().firstValue("content-type").orElse("").split(";")[0];
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/caregivers/alerts/stream, text/event-stream",
        "/api/v1/alerts/stream?role=admin&patient_id=*, text/event-stream",
        "/api/v1/alerts, application/json",
        "/api/v1/auth/me, application/json"
    })
    void nobody_gets_anything_without_a_token_or_with_a_forged_one(String path, String accept)
            throws Exception {
        String forged = Person.signIn(url, "admin").token();
        forged = forged.substring(0, forged.length() - 6) + "AAAAAA";
        for (String header :
                List.of("", "Bearer " + forged, "Bearer x.y.z", "Basic YWRtaW46ZGVtbw==")) {
            SseClient.Builder request = SseClient.to(url + path).header("Accept", accept);
            try (SseClient stream =
                    (header.isEmpty() ? request : request.header("Authorization", header))
                            .connect()) {
                assertEquals(401, stream.status(), header);
                assertEquals("application/problem+json", contentType(stream));
            }
        }
    }

    /** What must answer before anybody has signed in. */
    private static final Set<String> FOR_EVERYBODY =
            Set.of(
                    "POST /api/v1/auth/login",
                    "POST /api/v1/auth/refresh",
                    "POST /api/v1/auth/logout",
                    "GET /.well-known/jwks.json");

    @Test
    void no_endpoint_of_any_service_answers_a_stranger() throws Exception {
        Map<String, Map<String, Object>> paths = openApiPaths();
        assertTrue(paths.size() >= 12, paths.keySet().toString());
        for (var path : paths.entrySet()) {
            for (String method : path.getValue().keySet()) {
                String operation = method.toUpperCase(Locale.ROOT) + " " + path.getKey();
                if (!FOR_EVERYBODY.contains(operation)) {
                    String there = url + path.getKey().replaceAll("\\{[^}]*}", "x");
                    assertEquals(401, stranger(method.toUpperCase(Locale.ROOT), there), operation);
                }
            }
        }
    }

    private static int stranger(String method, String there) throws Exception {
        var request =
                java.net.http.HttpRequest.newBuilder(java.net.URI.create(there))
                        .header("Content-Type", "application/json")
                        .method(method, java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 415) {
                // An upload: the same without a type of content that it does not take.
                return stranger(method, there, "multipart/form-data; boundary=x");
            }
            return answer.statusCode();
        }
    }

    private static int stranger(String method, String there, String contentType) throws Exception {
        var request =
                java.net.http.HttpRequest.newBuilder(java.net.URI.create(there))
                        .header("Content-Type", contentType)
                        .method(
                                method,
                                java.net.http.HttpRequest.BodyPublishers.ofString("--x--\r\n"))
                        .build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            return client.send(request, java.net.http.HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> openApiPaths() throws Exception {
        var document =
                (Map<String, Object>)
                        new org.yaml.snakeyaml.Yaml()
                                .load(new Person(url, "").get("/openapi").body());
        return (Map<String, Map<String, Object>>) document.get("paths");
    }

    @Test
    void health_metrics_and_openapi_are_open_and_tell_no_secret() throws Exception {
        Person stranger = new Person(url, "");
        for (String path :
                List.of("/health/liveness", "/health/readiness", "/metrics", "/openapi")) {
            var answer = stranger.get(path);
            assertEquals(200, answer.statusCode(), path);
            assertFalse(answer.body().contains("password="), path);
        }
        assertTrue(stranger.get("/metrics").body().contains("wardcast_gateway_connections"));
    }

    @Test
    void a_client_that_comes_back_gets_exactly_what_it_missed() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        Device device = new Device(url, 2);
        device.normal();
        String start;
        try (SseClient stream = caregiver.follow("/api/v1/caregivers/alerts/stream", "")) {
            start = stream.awaitLastEventId(SOON);
        }
        Set<String> raised = raise(device, caregiver, 7);
        try (SseClient back = caregiver.follow("/api/v1/caregivers/alerts/stream", start)) {
            List<String> got = ids(back.awaitEvents(7, SOON));
            assertEquals(raised, new HashSet<>(got.stream().filter(raised::contains).toList()));
            assertEquals(got.size(), new HashSet<>(got).size(), "none twice");
            assertTrue(back.events().stream().noneMatch(e -> e.event().equals("gap")));
        }
    }

    @Test
    void an_unknown_position_is_a_gap_that_is_told_first() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        for (String position : List.of("nonsense", "zzzzzz-1", "-1", "a".repeat(3000))) {
            try (SseClient stream =
                    caregiver.follow("/api/v1/caregivers/alerts/stream", position)) {
                assertEquals(200, stream.status());
                assertEquals("gap", stream.awaitEvents(1, SOON).getFirst().event());
                await().atMost(SOON).until(() -> !stream.lastEventId().equals(position));
            }
        }
    }

    /** Raises so many new alerts and returns their ids. */
    private static Set<String> raise(Device device, Person watcher, int count) throws Exception {
        Set<String> before = alertsOf(watcher, device.patient());
        for (int i = 0; i < count; i++) {
            device.high();
            device.normal();
        }
        await().atMost(SOON)
                .until(() -> alertsOf(watcher, device.patient()).size() >= before.size() + count);
        Set<String> raised = alertsOf(watcher, device.patient());
        raised.removeAll(before);
        return raised;
    }

    private static Set<String> alertsOf(Person person, String patient) throws Exception {
        JsonNode page =
                Person.json(person.get("/api/v1/alerts?limit=200&patient_id=" + patient).body());
        Set<String> ids = new HashSet<>();
        page.get("alerts")
                .values()
                .forEach(alert -> ids.add(alert.get("alert_id").getStringValue()));
        return ids;
    }

    private static List<String> ids(List<SseClient.Event> events) {
        return events.stream()
                .filter(e -> e.event().equals("message"))
                .map(e -> Person.json(e.data()).get("alert_id").getStringValue())
                .toList();
    }

    @Test
    void a_real_deterioration_is_seen_as_it_was_and_no_alert_comes_twice() throws Exception {
        Optional<Path> record = sharedRecord("s25047-2704-05-04-10-44n.hea");
        Assumptions.assumeTrue(record.isPresent(), "the recording is not beside this checkout");
        Person admin = Person.signIn(url, "admin");
        try (SseClient stream =
                        admin.follow("/api/v1/alerts/stream?role=admin&patient_id=patient-8", "");
                Processes.Running player =
                        Processes.wardcast(
                                "simulate",
                                "--url",
                                url,
                                "--patient",
                                "patient-8",
                                "--record",
                                record.get().toString(),
                                "--speed",
                                "3600")) {
            stream.awaitLastEventId(SOON);
            assertEquals(0, player.awaitExit(Duration.ofMinutes(2)), player.output());
            stream.awaitEvents(18, SOON);
            List<String> opened = new ArrayList<>();
            List<String> told = new ArrayList<>();
            for (SseClient.Event event : stream.events()) {
                JsonNode alert = Person.json(event.data());
                String what =
                        alert.get("vital_type").getStringValue()
                                + " "
                                + alert.get("tier").getStringValue();
                if (alert.get("event").getStringValue().equals("alert")) {
                    opened.add(alert.get("alert_id").getStringValue());
                    told.add(what);
                } else {
                    told.add(what + " rise");
                }
            }
            assertEquals(opened.size(), new HashSet<>(opened).size(), "no alert twice");
            assertEquals(
                    Map.of(
                            "blood_pressure",
                            10L,
                            "heart_rate",
                            2L,
                            "spo2",
                            4L,
                            "respiratory_rate",
                            2L),
                    told.stream()
                            .collect(
                                    java.util.stream.Collectors.groupingBy(
                                            t -> t.split(" ")[0],
                                            java.util.stream.Collectors.counting())));
            assertTrue(
                    stream.events().stream()
                            .anyMatch(e -> e.data().contains("Low blood pressure detected: 66/20")),
                    "the pressure of 66/20");
            assertTrue(told.contains("spo2 CRITICAL rise"), told.toString());
        }
    }

    private static Optional<Path> sharedRecord(String name) {
        for (Path dir = Processes.root(); dir != null; dir = dir.getParent()) {
            Path record = dir.resolve("shared/data/wfdb").resolve(name);
            if (Files.exists(record)) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }
}
