package dev.wardcast.gateway.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.gateway.presence.TwoGateways;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.SseClient;
import io.micronaut.json.tree.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrialHttpTest {

    private static final String PATH = "/realtime/test/publish";
    private TwoGateways gateways;

    @BeforeAll
    void start() {
        gateways = new TwoGateways(Map.of("wardcast.gateway.test-publish", true));
    }

    @AfterAll
    void stop() {
        gateways.close();
    }

    @Test
    void an_event_reaches_a_client_of_another_node_with_all_its_fields() throws Exception {
        Person admin = gateways.admin();
        String patient = gateways.one.world().patient();
        Person follower = gateways.one.world().patientThemself(patient);
        try (SseClient stream =
                gateways.sse(gateways.two, follower, "/realtime/events/patient/" + patient)) {
            stream.awaitEvents(1, Duration.ofSeconds(10));
            Answer answer =
                    gateways.one.post(
                            admin,
                            PATH,
                            """
                            {"event_type":"patient.vitals.update","patient_id":"%s",
                             "vitals":{"heart_rate":72,"note":"line\\nbreak"}}
                            """
                                    .formatted(patient));
            assertEquals(202, answer.status());
            assertEquals("patient:" + patient + ":vitals", answer.text("room"));
            SseClient.Event event = stream.awaitEvents(2, Duration.ofSeconds(10)).getLast();
            assertEquals("patient.vitals.update", event.event());
            assertEquals(answer.text("cursor"), event.id());
            JsonNode data =
                    gateways.one.json(event.data().getBytes(StandardCharsets.UTF_8)).get("data");
            assertEquals(72, data.get("vitals").get("heart_rate").getIntValue());
            assertEquals("line\nbreak", data.get("vitals").get("note").getStringValue());
            assertEquals(patient, data.get("patient_id").getStringValue());
            assertEquals(null, data.get("event_type"));
        }
    }

    @Test
    void only_an_administrator_publishes_and_mistakes_are_named() {
        String body = "{\"event_type\":\"system.alert\",\"message\":\"m\"}";
        assertEquals(401, gateways.one.post(null, PATH, body).status());
        Person doctor = gateways.one.world().with("DOCTOR");
        assertEquals(403, gateways.one.post(doctor, PATH, body).status());
        Person admin = gateways.admin();
        assertEquals(202, gateways.one.post(admin, PATH, body).status());
        assertEquals(400, gateways.one.post(admin, PATH, "{\"event_type\":").status());
        assertEquals(400, gateways.one.post(admin, PATH, "{}").status());
        Answer missing = gateways.one.post(admin, PATH, "{\"event_type\":\"patient.alert\"}");
        assertEquals(422, missing.status());
        assertTrue(missing.text("detail").contains("patient_id"));
        String large = "{\"event_type\":\"system.alert\",\"m\":\"" + "x".repeat(70_000) + "\"}";
        assertEquals(422, gateways.one.post(admin, PATH, large).status());
    }

    @Test
    void unless_it_is_switched_on_there_is_no_such_place() {
        try (ServiceUnderTest usual = new ServiceUnderTest(Map.of())) {
            Person admin = usual.world().with("ADMIN");
            assertEquals(
                    404, usual.post(admin, PATH, "{\"event_type\":\"system.alert\"}").status());
        }
    }
}
