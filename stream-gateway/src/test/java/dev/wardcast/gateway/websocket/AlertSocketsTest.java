package dev.wardcast.gateway.websocket;

import static dev.wardcast.gateway.SharedGateway.alerts;
import static dev.wardcast.gateway.SharedGateway.publish;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.StandInAlertService.Asked;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.WebSocketClient;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts over WebSocket, and their acknowledgement. */
class AlertSocketsTest {

    private final String patient = world().patient();
    private final Room room = new Room.PatientAlerts(patient);
    private final Person caregiver = world().caregiverOf(patient);

    private WebSocketClient open(String endpoint, String more) {
        WebSocketClient client =
                webSocket(caregiver, endpoint + "?role=caregiver&patient_id=" + patient + more);
        client.await("connected");
        return client;
    }

    private static Asked asked(String alert) {
        return alerts().asked().stream()
                .filter(request -> request.pathAndQuery().contains(alert))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/api/v1/alerts/ws"})
    void an_alert_comes_as_it_is_with_a_cursor_and_can_be_acknowledged(String endpoint) {
        String alert = "alert-" + UUID.randomUUID();
        try (WebSocketClient client = open(endpoint, "")) {
            String position =
                    publish(
                            room,
                            EventType.PATIENT_ALERT,
                            "{\"event\":\"alert\",\"alert_id\":\""
                                    + alert
                                    + "\",\"tier\":\"INFO\"}");
            assertEquals(
                    "{\"event\":\"alert\",\"alert_id\":\"%s\",\"tier\":\"INFO\",\"cursor\":\"%s\"}"
                            .formatted(alert, position),
                    client.await(alert));
            client.send(
                    "{\"type\":\"ack\",\"alert_id\":\""
                            + alert
                            + "\",\"status\":\"resolved\",\"note\":\"Better\"}");
            assertEquals(
                    "{\"type\":\"ack_result\",\"alert_id\":\"%s\",\"acknowledged\":true,\"status\":\"resolved\"}"
                            .formatted(alert),
                    client.await("ack_result"));
        }
        Asked asked = asked(alert);
        assertEquals(
                "/api/v1/alerts/alerts/" + alert + "/acknowledge?patient_id=" + patient,
                asked.pathAndQuery());
        assertEquals("Bearer " + caregiver.token(), asked.authorization());
        assertEquals("{\"status\":\"resolved\",\"note\":\"Better\"}", asked.body());
    }

    @Test
    void a_refused_acknowledgement_says_why_and_the_stream_goes_on() {
        try (WebSocketClient client = open("/ws", "")) {
            client.send("{\"type\":\"ack\",\"alert_id\":\"unknown-1\"}");
            assertEquals(
                    "{\"type\":\"ack_result\",\"alert_id\":\"unknown-1\",\"acknowledged\":false,"
                            + "\"reason\":\"unknown_alert\",\"message\":\"There is no such alert.\"}",
                    client.await("ack_result"));
            client.send("{\"type\":\"ack\",\"alert_id\":\"../../users\"}");
            client.await("invalid_alert_id");
            client.send("{\"type\":\"ack\"}");
            client.await(2, "invalid_alert_id");
            publish(room, EventType.PATIENT_ALERT, 1);
            client.await("\"n\":1");
        }
    }

    @Test
    void an_acknowledgement_among_chosen_rooms_names_the_patient() {
        String alert = "alert-" + UUID.randomUUID();
        try (WebSocketClient client = webSocket(caregiver, "/realtime/ws")) {
            client.send("{\"type\":\"ack\",\"alert_id\":\"" + alert + "\"}");
            client.await("invalid_patient_id");
            client.send(
                    "{\"type\":\"ack\",\"alert_id\":\"%s\",\"patient_id\":\"%s\"}"
                            .formatted(alert, patient));
            client.await("\"acknowledged\":true");
        }
    }

    @Test
    void rooms_are_given_and_cannot_be_chosen() {
        try (WebSocketClient client = open("/ws", "")) {
            client.send("{\"type\":\"subscribe\",\"room\":\"system:alerts\"}");
            client.await("\"reason\":\"fixed_rooms\"");
        }
    }

    @Test
    void what_is_below_the_asked_tier_is_passed_over_and_the_position_moves_on() {
        try (WebSocketClient client = open("/ws", "&min_tier=critical")) {
            publish(room, EventType.PATIENT_ALERT, "{\"n\":1,\"tier\":\"WARNING\"}");
            publish(room, EventType.PATIENT_ALERT, "{\"n\":2,\"tier\":\"CRITICAL\"}");
            client.await("\"n\":2");
            assertFalse(client.messages().toString().contains("\"n\":1"));
        }
    }

    @Test
    void what_fills_a_gap_is_of_the_asked_tier_too() {
        alerts().published(
                        patient,
                        "{\"n\":1,\"tier\":\"INFO\"}",
                        "{\"n\":2,\"tier\":\"CRITICAL\"}",
                        "{\"n\":3,\"tier\":\"WARNING\"}");
        try (WebSocketClient client =
                webSocket(
                        caregiver,
                        "/ws?role=caregiver&min_tier=warning&cursor=lost&patient_id=" + patient)) {
            client.await("\"type\":\"gap\"");
            client.await("\"type\":\"position\"");
            List<String> events = client.await(2, "\"n\":");
            assertEquals(
                    List.of("{\"n\":2,\"tier\":\"CRITICAL\"}", "{\"n\":3,\"tier\":\"WARNING\"}"),
                    events);
        }
    }

    @Test
    void the_newest_come_first_for_whoever_asks_for_history() {
        publish(room, EventType.PATIENT_ALERT, 1);
        publish(room, EventType.PATIENT_ALERT, 2);
        publish(room, EventType.PATIENT_ALERT, 3);
        try (WebSocketClient client = open("/ws", "&history=2")) {
            List<String> events = client.await(2, "\"n\":");
            assertTrue(events.get(0).contains("\"n\":2"), events.toString());
            assertTrue(events.get(1).contains("\"n\":3"), events.toString());
        }
    }
}
