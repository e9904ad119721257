package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.SseClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in, who does not, and how they are told, on one stack. */
class WhoGetsInTest {

    @TempDir static Path data;
    private static Stack stack;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.start(data);
        url = stack.url();
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
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
            await().untilAsserted(() -> {
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
                await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
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

    @Test
    void health_metrics_and_openapi_are_open_and_tell_no_secret() throws Exception {
        Person stranger = new Person(url, "");
        for (String path :
                List.of("/health/liveness", "/health/readiness", "/metrics", "/openapi")) {
            var answer = stranger.get(path);
            assertEquals(200, answer.statusCode(), path);
            assertFalse(answer.body().contains("password="), path);
        }
        assertTrue(stranger.get("/metrics").body().contains("wardcast_gateway_live"));
    }
}
