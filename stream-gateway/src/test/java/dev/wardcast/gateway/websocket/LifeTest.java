package dev.wardcast.gateway.websocket;

import static dev.wardcast.gateway.SharedGateway.publish;
import static dev.wardcast.gateway.SharedGateway.raw;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.WebSocketClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long a WebSocket lives: tokens, revocation and goodbyes. */
class LifeTest {

    private final String first = world().patient();
    private final String second = world().patient();
    private final Person caregiver = world().caregiverOf(first, second);

    private static String subscribe(Room room) {
        return "{\"type\":\"subscribe\",\"room\":\"" + room.name() + "\"}";
    }

    private static String refresh(Person who) {
        return "{\"type\":\"refresh\",\"token\":\"" + who.token() + "\"}";
    }

    // --- tokens

    @Test
    void a_socket_ends_with_its_token() {
        Person brief = world().withTokenFor(caregiver, Duration.ofSeconds(2));
        try (WebSocketClient client = webSocket(brief, "/realtime/ws")) {
            assertEquals(4500, client.awaitClose());
        }
    }

    @Test
    void a_refreshed_socket_lives_on_after_its_first_tokens_end() {
        Person brief = world().withTokenFor(caregiver, Duration.ofSeconds(2));
        Instant end = Instant.now().plusSeconds(2);
        Room room = new Room.PatientVitals(first);
        try (WebSocketClient client = webSocket(brief, "/realtime/ws");
                WebSocketClient twin = webSocket(brief, "/realtime/ws")) {
            client.send(subscribe(room)).await("\"subscribed\"");
            client.send(refresh(world().withTokenFor(caregiver, Duration.ofMinutes(5))));
            assertTrue(client.await("refreshed").contains("\"expires_at\":\""));
            assertEquals(4500, twin.awaitClose());
            assertTrue(Instant.now().isAfter(end.minusMillis(1000)));
            publish(room, EventType.PATIENT_VITALS_UPDATE, 1);
            client.await("\"n\":1");
        }
    }

    @Test
    void somebody_elses_token_and_rubbish_refresh_nothing() {
        Person brief = world().withTokenFor(caregiver, Duration.ofSeconds(3));
        try (WebSocketClient client = webSocket(brief, "/realtime/ws")) {
            client.send(refresh(world().caregiverOf(first)));
            client.await("The token is another user's.");
            client.send("{\"type\":\"refresh\",\"token\":\"rubbish\"}");
            client.await("The token is not valid.");
            client.send("{\"type\":\"refresh\"}");
            client.await(3, "refresh_refused");
            assertEquals(4500, client.awaitClose());
        }
    }

    @Test
    void a_suspended_users_token_refreshes_nothing_and_the_socket_ends() {
        try (WebSocketClient client = webSocket(caregiver, "/realtime/ws")) {
            client.await("connected");
            world().suspend(caregiver);
            assertEquals(4501, assertTimeout(TOLD, client::awaitClose));
        }
    }

    // --- access

    @Test
    void a_room_that_is_taken_away_is_told_and_the_others_go_on() {
        Room lost = new Room.PatientVitals(first);
        Room kept = new Room.PatientVitals(second);
        try (WebSocketClient client = webSocket(caregiver, "/realtime/ws")) {
            client.send(subscribe(lost)).send(subscribe(kept)).await(2, "\"subscribed\"");
            world().grantOnly(caregiver, second);
            assertEquals(
                    "{\"type\":\"subscription\",\"room\":\"%s\",\"status\":\"unsubscribed\",\"reason\":\"access_revoked\"}"
                            .formatted(lost.name()),
                    assertTimeout(TOLD, () -> client.await("access_revoked")));
            publish(lost, EventType.PATIENT_VITALS_UPDATE, 1);
            publish(kept, EventType.PATIENT_VITALS_UPDATE, 2);
            client.await("\"n\":2");
            assertFalse(client.messages().toString().contains("\"n\":1"));
        }
    }

    @Test
    void a_chosen_room_that_was_taken_away_comes_back_only_when_it_is_asked_for() {
        Room room = new Room.PatientVitals(first);
        Room other = new Room.PatientVitals(second);
        try (WebSocketClient client = webSocket(caregiver, "/realtime/ws");
                WebSocketClient witness = webSocket(world().caregiverOf(first), "/realtime/ws")) {
            client.send(subscribe(room)).send(subscribe(other)).await(2, "\"subscribed\"");
            witness.send(subscribe(room)).await("\"subscribed\"");
            world().grantOnly(caregiver, second);
            client.await("access_revoked");
            world().grantOnly(caregiver, first);
            client.await(2, "access_revoked");
            publish(room, EventType.PATIENT_VITALS_UPDATE, 1);
            // Otherwise it might come to the node only after the room was asked for again.
            witness.await("\"n\":1");
            client.send(subscribe(room)).await(3, "\"subscribed\"");
            publish(room, EventType.PATIENT_VITALS_UPDATE, 2);
            client.await("\"n\":2");
            assertFalse(client.messages().toString().contains("\"n\":1"));
        }
    }

    @Test
    void a_given_room_that_is_granted_later_is_told_and_flows() {
        String hospital = world().hospital();
        String patient = world().patientIn(hospital);
        Room vitals = new Room.PatientVitals(patient);
        Person dispatcher = world().staff(hospital, "DISPATCHER", "CAREGIVER");
        try (WebSocketClient client = webSocket(dispatcher, "/realtime/ws/patient/" + patient)) {
            client.await("connected");
            world().grantOnly(dispatcher, patient);
            assertEquals(
                    "{\"type\":\"subscription\",\"room\":\"%s\",\"status\":\"subscribed\",\"reason\":\"access_granted\"}"
                            .formatted(vitals.name()),
                    assertTimeout(TOLD, () -> client.await(vitals.name())));
            publish(vitals, EventType.PATIENT_VITALS_UPDATE, 1);
            client.await("\"n\":1");
        }
    }

    @Test
    void a_socket_whose_only_purpose_was_taken_away_is_closed_for_good() {
        String path = "/ws?role=caregiver&patient_id=" + first;
        try (WebSocketClient client = webSocket(caregiver, path)) {
            client.await("connected");
            world().grantOnly(caregiver, second);
            assertEquals(4501, assertTimeout(TOLD, client::awaitClose));
        }
    }

    // --- goodbyes

    @Test
    void a_clients_goodbye_is_echoed_and_the_connection_ended() throws Exception {
        try (RawWebSocket client = raw(caregiver, "/realtime/ws")) {
            client.close(1001);
            assertEquals(1001, client.awaitClose());
            client.awaitEnd();
        }
    }

    @Test
    void after_its_last_word_the_gateway_waits_for_the_clients_and_says_nothing_more()
            throws Exception {
        try (RawWebSocket client = raw(caregiver, "/realtime/ws")) {
            client.text("rubbish");
            assertEquals(4503, client.awaitClose());
            client.text("{\"type\":\"ping\"}");
            client.ping(new byte[3]);
            client.close(4503);
            client.awaitEnd();
        }
    }

    @Test
    void who_never_says_goodbye_is_not_waited_for_long() throws Exception {
        try (RawWebSocket client = raw(caregiver, "/realtime/ws")) {
            client.text("rubbish");
            assertEquals(4503, client.awaitClose());
            assertTimeout(TOLD, client::awaitEnd);
        }
    }
}
