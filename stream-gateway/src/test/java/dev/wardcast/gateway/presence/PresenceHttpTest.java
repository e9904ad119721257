package dev.wardcast.gateway.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.SseClient;
import io.micronaut.json.tree.JsonNode;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Statistics and presence as clients see them, with two gateways on one Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresenceHttpTest {

    private TwoGateways gateways;
    private ServiceUnderTest one;
    private ServiceUnderTest two;
    private Person admin;

    @BeforeAll
    void start() {
        gateways = new TwoGateways(Map.of());
        one = gateways.one;
        two = gateways.two;
        admin = gateways.admin();
    }

    @AfterAll
    void stop() {
        gateways.close();
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(100));
    }

    private static JsonNode data(Answer answer) {
        assertEquals(200, answer.status());
        assertTrue(answer.body().get("success").getBooleanValue());
        assertNotNull(Instant.parse(answer.text("timestamp")));
        return answer.body().get("data");
    }

    private static int number(JsonNode object, String field) {
        return object.get(field).getIntValue();
    }

    @Test
    void statistics_add_up_over_nodes_and_transports() throws Exception {
        String patient = one.world().patient();
        Person caregiver = one.world().caregiverOf(patient);
        String room = "patient:" + patient + ":alerts";
        String stream = "/api/v1/caregivers/alerts/stream";
        try (SseClient here = gateways.sse(one, caregiver, stream);
                SseClient there = gateways.sse(two, caregiver, stream)) {
            WebSocket socket =
                    gateways.webSocket(two, caregiver, "/ws?role=caregiver&patient_id=" + patient);
            for (ServiceUnderTest node : List.of(one, two)) {
                soon().untilAsserted(() -> {
                    JsonNode stats = data(node.get(admin, "/realtime/stats"));
                    assertEquals(3, number(stats, "total_connections"));
                    assertEquals(1, number(stats, "unique_users"));
                    assertEquals(1, number(stats, "active_rooms"));
                    assertEquals(3, number(stats.get("connections_by_room"), room));
                    assertEquals(3, number(stats.get("connections_by_user"), caregiver.id()));
                    List<Integer> ofNodes = new ArrayList<>();
                    stats.get("nodes").values().forEach(n -> ofNodes.add(number(n, "connections")));
                    assertEquals(List.of(1, 2), ofNodes);
                    JsonNode first = stats.get("nodes").values().iterator().next();
                    assertEquals(1, number(first.get("connections_by_transport"), "sse"));
                    assertNotNull(Instant.parse(first.get("started_at").getStringValue()));
                    assertEquals(false, first.get("draining").getBooleanValue());
                });
            }
            for (String name : List.of(room, room.replace(":", "%3A"))) {
                JsonNode present = data(one.get(admin, "/realtime/presence/" + name));
                assertEquals(room, present.get("room").getStringValue());
                assertEquals(3, number(present, "total_connections"));
                JsonNode user = present.get("users").values().iterator().next();
                assertEquals(caregiver.id(), user.get("user_id").getStringValue());
                assertEquals(3, number(user, "connections"));
            }
            socket.abort();
        }
        soon().untilAsserted(() -> {
            JsonNode stats = data(one.get(admin, "/realtime/stats"));
            assertEquals(0, number(stats, "total_connections"));
            assertEquals(0, stats.get("connections_by_room").size());
            assertEquals(0, stats.get("connections_by_user").size());
        });
    }

    @Test
    void statistics_are_for_administrators() {
        assertEquals(401, one.get(null, "/realtime/stats").status());
        Answer refused = one.get(one.world().with("DOCTOR"), "/realtime/stats");
        assertEquals(403, refused.status());
        assertEquals("application/problem+json", refused.contentType());
    }

    @Test
    void presence_is_for_administrators_and_for_staff_who_may_follow_the_room() {
        String patient = gateways.patientIn("h1");
        String path = "/realtime/presence/patient:" + patient + ":alerts";
        assertEquals(401, one.get(null, path).status());
        assertEquals(200, one.get(admin, path).status());
        for (String role : List.of("DOCTOR", "NURSE", "DISPATCHER")) {
            assertEquals(200, one.get(gateways.staff(role, "h1"), path).status(), role);
            assertEquals(403, one.get(gateways.staff(role, "h2"), path).status(), role);
        }
        // They may follow the room, and yet not know who else does.
        for (Person follower :
                List.of(
                        one.world().caregiverOf(patient),
                        one.world().patientThemself(patient),
                        one.world().therapistOf(patient))) {
            assertEquals(403, one.get(follower, path).status());
        }
        String vitals = "/realtime/presence/patient:" + patient + ":vitals";
        assertEquals(403, one.get(gateways.staff("DISPATCHER", "h1"), vitals).status());
        assertEquals(200, one.get(gateways.staff("NURSE", "h1"), vitals).status());
    }

    @Test
    void what_is_no_room_is_answered_so() {
        for (String none :
                List.of("ward", "patient:", "patient:a%20b", "device:x:y:z", "a:b:c:d:e")) {
            assertEquals(400, one.get(admin, "/realtime/presence/" + none).status(), none);
        }
        JsonNode empty = data(one.get(admin, "/realtime/presence/device:monitor:m1:status"));
        assertEquals(0, number(empty, "total_connections"));
        assertEquals(0, empty.get("users").size());
    }
}
