package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.OtlpReceiver;
import dev.wardcast.testsupport.OtlpReceiver.Span;
import dev.wardcast.testsupport.SseClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a device's post to the write to a stream: across Redis and PostgreSQL, in one trace. */
class TraceTest {

    @TempDir private static Path data;
    private static OtlpReceiver collector;
    private static AllServices services;
    private static Person caregiver;

    @BeforeAll
    static void start() throws Exception {
        collector = new OtlpReceiver();
        services =
                new AllServices(
                        data,
                        Map.of(
                                "wardcast.tracing.enabled",
                                true,
                                "wardcast.tracing.endpoint",
                                collector.endpoint(),
                                // What is recorded is what a caller asks for, and nothing else.
                                "wardcast.tracing.ratio",
                                0));
        caregiver = Person.signIn(services.url(), "caregiver1");
    }

    @AfterAll
    static void stop() {
        services.close();
        collector.close();
    }

    /** Somebody else's step, of which our first is a part. */
    private record Caller(String traceId, String spanId) {

        static Caller any() {
            String random = UUID.randomUUID().toString().replace("-", "");
            return new Caller(random, random.substring(16));
        }

        String traceparent(String flags) {
            return "00-" + traceId + "-" + spanId + "-" + flags;
        }
    }

    private static void pressure(int number, int systolic, int diastolic, String traceparent)
            throws Exception {
        HttpResponse<String> answer =
                Person.post(
                        services.url() + "/api/v1/devices/data",
                        """
                        {"device_type":"monitor","device_id":"demo-device-%1$d",\
                        "patient_id":"patient-%1$d","data_type":"blood_pressure",\
                        "values":{"systolic":%2$d,"diastolic":%3$d}}\
                        """
                                .formatted(number, systolic, diastolic),
                        Map.of(
                                "X-Device-Key",
                                "demo-device-" + number,
                                "traceparent",
                                traceparent));
        assertEquals(202, answer.statusCode(), answer.body());
    }

    private static Span awaitSpan(Caller caller, String name, String parentId) {
        return await("span " + name)
                .until(
                        () ->
                                collector.spansOf(caller.traceId()).stream()
                                        .filter(span -> span.name().equals(name))
                                        .filter(span -> span.parentId().equals(parentId))
                                        .findFirst()
                                        .orElse(null),
                        span -> span != null);
    }

    @Test
    void a_post_and_the_write_of_its_alert_are_one_trace_with_every_step_between()
            throws Exception {
        Caller device = Caller.any();
        String text;
        try (SseClient alerts = caregiver.follow("/api/v1/caregivers/alerts/stream", "");
                SseClient vitals = caregiver.follow("/realtime/events/patient/patient-1", "")) {
            alerts.awaitLastEventId(SOON);
            vitals.awaitEvent(event -> event.event().equals("connected"), SOON);

            pressure(1, 190, 125, device.traceparent("01"));

            alerts.awaitEvent(event -> event.data().contains("190/125"), SOON);
            vitals.awaitEvent(event -> event.event().equals("patient.vitals.update"), SOON);
            text = alerts.events() + " " + vitals.events();
        }
        Span post = awaitSpan(device, "POST /api/v1/devices/data", device.spanId());
        Span append = awaitSpan(device, "queue append", post.spanId());
        Span rules = awaitSpan(device, "alert rules", append.spanId());
        Span relay = awaitSpan(device, "outbox publish", rules.spanId());
        awaitSpan(device, "stream write", relay.spanId());
        Span live = awaitSpan(device, "vitals publish", append.spanId());
        awaitSpan(device, "stream write", live.spanId());

        assertEquals("202", post.attributes().get("http.response.status_code"));
        assertEquals("wardcast", post.attributes().get("service.name"));
        assertFalse(text.contains(device.traceId()), "clients see nothing of it: " + text);
    }

    @Test
    void an_acknowledgement_and_what_others_see_of_it_are_one_trace() throws Exception {
        Caller person = Caller.any();
        pressure(2, 190, 125, Caller.any().traceparent("00"));
        try (SseClient alerts =
                caregiver.follow("/api/v1/caregivers/alerts/stream?history=50", "")) {
            SseClient.Event alert =
                    alerts.awaitEvent(event -> event.data().contains("\"patient-2\""), SOON);
            String id = Person.json(alert.data()).get("alert_id").getStringValue();
            HttpResponse<String> answer =
                    Person.post(
                            services.url()
                                    + "/api/v1/alerts/alerts/"
                                    + id
                                    + "/acknowledge?patient_id=patient-2",
                            "{\"note\":\"seen-by-somebody\"}",
                            Map.of(
                                    "Authorization",
                                    "Bearer " + caregiver.token(),
                                    "traceparent",
                                    person.traceparent("01")));
            assertEquals(200, answer.statusCode(), answer.body());
            alerts.awaitEvent(event -> event.data().contains("\"ack\""), SOON);
        }
        Span post =
                await().until(
                                () ->
                                        collector.spansOf(person.traceId()).stream()
                                                .filter(span -> span.name().startsWith("POST "))
                                                .findFirst()
                                                .orElse(null),
                                span -> span != null);
        assertTrue(post.name().contains("/{"), "a template: " + post.name());
        Span relay = awaitSpan(person, "outbox publish", post.spanId());
        awaitSpan(person, "stream write", relay.spanId());
    }

    @Test
    void what_the_caller_does_not_record_is_not_recorded_here() throws Exception {
        Caller silent = Caller.any();
        Caller recorded = Caller.any();
        pressure(1, 120, 80, silent.traceparent("00"));
        pressure(1, 120, 80, "nonsense");
        pressure(1, 120, 80, recorded.traceparent("01"));
        // The last post of all, which has come through every step behind the others.
        Span post = awaitSpan(recorded, "POST /api/v1/devices/data", recorded.spanId());
        awaitSpan(
                recorded,
                "alert rules",
                awaitSpan(recorded, "queue append", post.spanId()).spanId());
        assertEquals(List.of(), collector.spansOf(silent.traceId()));
    }

    /** Of everything that the other tests, and this one, made these services record. */
    @Test
    void no_span_says_anything_of_a_patient() throws Exception {
        Caller reader = Caller.any();
        String path = "/api/v1/patients/patient-1/vitals?type=heart_rate";
        assertEquals(200, get(path, caregiver.token(), reader).statusCode());
        assertEquals(401, get(path, "none", reader).statusCode());
        pressure(1, 187, 121, reader.traceparent("01"));
        Span post = awaitSpan(reader, "POST /api/v1/devices/data", reader.spanId());
        Span append = awaitSpan(reader, "queue append", post.spanId());
        awaitSpan(reader, "alert rules", append.spanId());
        awaitSpan(reader, "vitals publish", append.spanId());
        for (Span span : collector.spans()) {
            Map<String, String> attributes = new TreeMap<>(span.attributes());
            // A random number, in which every figure comes up some day.
            attributes.remove("service.instance.id");
            String said = span.name() + " " + attributes;
            for (String secret :
                    List.of("patient-", "demo-device", "caregiver1", "187", "190", "seen-by")) {
                assertFalse(said.contains(secret), secret + " in " + said);
            }
        }
    }

    private static HttpResponse<String> get(String path, String token, Caller caller)
            throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(services.url() + path))
                                .header("Authorization", "Bearer " + token)
                                .header("traceparent", caller.traceparent("01"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
