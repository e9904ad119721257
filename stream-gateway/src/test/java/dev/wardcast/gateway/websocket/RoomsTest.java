package dev.wardcast.gateway.websocket;

import static dev.wardcast.gateway.SharedGateway.publish;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.WebSocketClient;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /realtime/ws}: rooms that a client chooses. */
class RoomsTest {

    static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]+)\"");
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

    private String patient;
    private Room vitals;
    private Person caregiver;

    @BeforeEach
    void somebodyAndTheirCaregiver() {
        patient = world().patient();
        vitals = new Room.PatientVitals(patient);
        caregiver = world().caregiverOf(patient);
    }

    private WebSocketClient open() {
        WebSocketClient client = webSocket(caregiver, "/realtime/ws");
        client.await("{\"type\":\"connected\",\"rooms\":[],\"cursor\":\"");
        return client;
    }

    private static String subscribe(Room room) {
        return "{\"type\":\"subscribe\",\"room\":\"" + room.name() + "\"}";
    }

    private static String subscribe(Room room, String cursor) {
        return "{\"type\":\"subscribe\",\"room\":\"%s\",\"cursor\":\"%s\"}"
                .formatted(room.name(), cursor);
    }

    private static String subscription(Room room, String status) {
        return "{\"type\":\"subscription\",\"room\":\"" + room.name() + "\",\"status\":\"" + status;
    }

    private static List<Integer> numbers(List<String> messages) {
        return messages.stream()
                .map(NUMBER::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    private static String cursor(String message) {
        Matcher found = CURSOR.matcher(message);
        assertTrue(found.find(), message);
        return found.group(1);
    }

    @Test
    void what_was_subscribed_to_flows_in_the_envelope_with_a_short_type_and_a_cursor() {
        try (WebSocketClient client = open()) {
            client.send(subscribe(vitals));
            assertEquals(subscription(vitals, "subscribed\"}"), client.await("subscription"));
            String position = publish(vitals, EventType.PATIENT_VITALS_UPDATE, 1);
            String event = client.await("vitals_update");
            assertTrue(
                    event.matches(
                            "\\{\"type\":\"vitals_update\",\"room\":\"%s\",\"data\":\\{\"n\":1},\"timestamp\":\"[-0-9T:.]+Z\",\"cursor\":\"%s\"}"
                                    .formatted(vitals.name(), position)),
                    event);
        }
    }

    @Test
    void types_are_short_or_have_underscores_for_dots() {
        Room room = new Room.Patient(patient);
        try (WebSocketClient client = open()) {
            client.send(subscribe(room)).await("subscription");
            publish(room, EventType.PATIENT_ALERT, 1);
            publish(room, EventType.PATIENT_STATUS_CHANGE, 2);
            client.await("\"type\":\"patient_alert\"");
            client.await("\"type\":\"patient_status_change\"");
        }
    }

    @Test
    void what_was_unsubscribed_from_flows_no_more() {
        Room other = new Room.PatientAlerts(patient);
        try (WebSocketClient client = open()) {
            client.send(subscribe(vitals)).send(subscribe(other)).await(2, "\"subscribed\"");
            client.send("{\"type\":\"unsubscribe\",\"room\":\"" + vitals.name() + "\"}");
            assertEquals(subscription(vitals, "unsubscribed\"}"), client.await("unsubscribed"));
            publish(vitals, EventType.PATIENT_VITALS_UPDATE, 1);
            publish(other, EventType.PATIENT_ALERT, 2);
            client.await("\"n\":2");
            assertEquals(List.of(2), numbers(client.messages()));
        }
    }

    @Test
    void a_ping_in_json_and_one_of_the_protocol_are_answered() {
        try (WebSocketClient client = open()) {
            client.send("{\"type\":\"ping\"}");
            client.await("{\"type\":\"pong\"}");
            client.ping("are you there");
            client.await("pong are you there");
        }
    }

    @Test
    void whom_a_room_is_not_for_is_told_why() {
        Room foreign = new Room.PatientVitals(world().patient());
        try (WebSocketClient client = open()) {
            client.send(subscribe(foreign));
            assertEquals(
                    subscription(foreign, "denied")
                            + "\",\"reason\":\"no_access_to_patient\",\"message\":\"You have no access to this patient.\"}",
                    client.await("denied"));
            publish(foreign, EventType.PATIENT_VITALS_UPDATE, 1);
            client.send("{\"type\":\"subscribe\",\"room\":\"kitchen:1\"}");
            client.await("invalid_room");
            client.send("{\"type\":\"subscribe\"}");
            client.await(2, "invalid_room");
            client.send("{\"type\":\"dance\"}");
            client.await("unknown_type");
            client.send(subscribe(vitals)).await("\"subscribed\"");
            publish(vitals, EventType.PATIENT_VITALS_UPDATE, 2);
            client.await("\"n\":2");
            assertEquals(List.of(2), numbers(client.messages()));
        }
    }

    @Test
    void a_cursor_brings_exactly_what_was_missed_and_then_what_happens() {
        String before = publish(vitals, EventType.PATIENT_VITALS_UPDATE, 1);
        publish(vitals, EventType.PATIENT_VITALS_UPDATE, 2);
        publish(vitals, EventType.PATIENT_VITALS_UPDATE, 3);
        try (WebSocketClient client = open()) {
            client.send(subscribe(vitals, before)).await("\"n\":3");
            publish(vitals, EventType.PATIENT_VITALS_UPDATE, 4);
            client.await("\"n\":4");
            assertEquals(List.of(2, 3, 4), numbers(client.messages()));
            assertTrue(
                    client.messages().indexOf(subscription(vitals, "subscribed\"}")) == 1,
                    "the answer comes before the events: " + client.messages());
            assertFalse(client.messages().toString().contains("gap"));
        }
    }

    @Test
    void a_frames_cursor_resumes_on_another_connection() {
        String last;
        try (WebSocketClient client = open()) {
            client.send(subscribe(vitals)).await("\"subscribed\"");
            publish(vitals, EventType.PATIENT_VITALS_UPDATE, 1);
            last = cursor(client.await("\"n\":1"));
        }
        publish(vitals, EventType.PATIENT_VITALS_UPDATE, 2);
        try (WebSocketClient client = open()) {
            client.send(subscribe(vitals, last)).await("\"n\":2");
            assertEquals(List.of(2), numbers(client.messages()));
        }
    }

    @Test
    void a_cursor_is_honoured_in_a_room_that_is_followed_already() {
        String before = publish(vitals, EventType.PATIENT_VITALS_UPDATE, 1);
        publish(vitals, EventType.PATIENT_VITALS_UPDATE, 2);
        try (WebSocketClient client = open()) {
            client.send(subscribe(vitals)).await("\"subscribed\"");
            client.send(subscribe(vitals, before)).await("\"n\":2");
            publish(vitals, EventType.PATIENT_VITALS_UPDATE, 3);
            client.await("\"n\":3");
            assertEquals(List.of(2, 3), numbers(client.messages()));
        }
    }

    @Test
    void an_unknown_cursor_is_a_gap_and_never_silence() {
        try (WebSocketClient client = open()) {
            client.send(subscribe(vitals, "nonsense"));
            assertEquals(
                    "{\"type\":\"gap\",\"reason\":\"lost\",\"rooms\":[\"" + vitals.name() + "\"]}",
                    client.await("gap"));
            publish(vitals, EventType.PATIENT_VITALS_UPDATE, 1);
            client.await("\"n\":1");
        }
    }

    @Test
    void a_cursor_of_another_life_of_the_log_is_a_gap() {
        publish(vitals, EventType.PATIENT_VITALS_UPDATE, 1);
        try (WebSocketClient client = open()) {
            client.send(subscribe(vitals, "zzzzzz-1")).await("\"type\":\"gap\"");
        }
    }

    @Test
    void a_message_that_came_with_the_one_before_is_answered_after_it() {
        try (WebSocketClient client = open()) {
            for (int i = 0; i < 10; i++) {
                client.send(subscribe(vitals));
                client.send("{\"type\":\"unsubscribe\",\"room\":\"" + vitals.name() + "\"}");
            }
            client.await(10, "\"unsubscribed\"");
            List<String> told = client.await(20, "\"subscription\"");
            for (int i = 0; i < told.size(); i++) {
                assertTrue(
                        told.get(i).contains(i % 2 == 0 ? "\"subscribed\"" : "\"unsubscribed\""),
                        told.toString());
            }
        }
    }
}
