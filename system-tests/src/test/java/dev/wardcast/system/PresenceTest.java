package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.testsupport.SseClient;
import io.micronaut.json.tree.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is connected, told by a stack about itself and about a second gateway beside it. */
class PresenceTest {

    private static final String EVENTS = "/realtime/events/patient/patient-1";
    private static final String PRESENCE = "/realtime/presence/patient:patient-1:alerts";

    /** What a dead node wrote outlives it by 10 s; the machine may be slow to ask. */
    private static final Duration EXPIRED = Duration.ofSeconds(15);

    @TempDir static Path data;
    private static Stack stack;
    private static Person admin;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.start(data);
        admin = Person.signIn(stack.url(), "admin");
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
    }

    private static JsonNode stats() throws Exception {
        HttpResponse<String> answer = admin.get("/realtime/stats");
        assertEquals(200, answer.statusCode(), answer.body());
        return Person.json(answer.body()).get("data");
    }

    private static int present() throws Exception {
        return Person.json(admin.get(PRESENCE).body())
                .get("data")
                .get("total_connections")
                .getIntValue();
    }

    private static void awaitNodes(int nodes, int connections, Duration within) {
        await().atMost(within)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    assertEquals(nodes, stats().get("nodes").size());
                    assertEquals(connections, stats().get("total_connections").getIntValue());
                    assertEquals(connections, present());
                });
    }

    @Test
    void a_gateway_is_counted_while_it_lives_and_not_when_it_was_killed_or_ended()
            throws Exception {
        Person doctor = Person.signIn(stack.url(), "doctor1");
        int port = Processes.freePort();
        try (SseClient here = doctor.follow(EVENTS, "")) {
            here.awaitLastEventId(SOON);
            try (Processes.Running other = Processes.gateway(data, port).awaitReady();
                    SseClient there = doctor.at("http://localhost:" + port).follow(EVENTS, "")) {
                there.awaitLastEventId(SOON);
                awaitNodes(2, 2, SOON);
                other.kill();
                awaitNodes(1, 1, EXPIRED);
            }
            try (Processes.Running other = Processes.gateway(data, port).awaitReady()) {
                awaitNodes(2, 1, SOON);
                other.terminate();
                other.awaitExit(SOON);
                // Well before it would have expired.
                awaitNodes(1, 1, Duration.ofSeconds(3));
            }
        }
    }

    @Test
    void an_event_that_is_tried_reaches_a_stream() throws Exception {
        Person doctor = Person.signIn(stack.url(), "doctor1");
        try (SseClient stream = doctor.follow(EVENTS, "")) {
            stream.awaitLastEventId(SOON);
            HttpResponse<String> answer =
                    admin.post(
                            "/realtime/test/publish",
                            "{\"event_type\":\"patient.admission\",\"patient_id\":\"patient-1\"}");
            assertEquals(202, answer.statusCode(), answer.body());
            stream.awaitEvent(event -> event.event().equals("patient.admission"), SOON);
        }
    }
}
