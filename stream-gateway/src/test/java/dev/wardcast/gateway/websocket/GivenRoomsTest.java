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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets that begin with rooms: those of a patient and of a hospital. */
class GivenRoomsTest {

    private final String hospital = world().hospital();
    private final String patient = world().patientIn(hospital);

    private static String rooms(Room... rooms) {
        return Stream.of(rooms)
                .map(room -> '"' + room.name() + '"')
                .collect(Collectors.joining(",", "\"rooms\":[", "]"));
    }

    private String roomsOf(Person who, String path) {
        try (WebSocketClient client = webSocket(who, path)) {
            return client.await("connected");
        }
    }

    @Test
    void a_patients_rooms_are_those_one_may_see() {
        String path = "/realtime/ws/patient/" + patient;
        String all =
                rooms(
                        new Room.Patient(patient),
                        new Room.PatientAlerts(patient),
                        new Room.PatientVitals(patient));
        assertTrue(roomsOf(world().patientThemself(patient), path).contains(all));
        assertTrue(roomsOf(world().caregiverOf(patient), path).contains(all));
        assertTrue(roomsOf(world().staff(hospital, "NURSE"), path).contains(all));
        assertTrue(
                roomsOf(world().dispatcherOf(hospital), path)
                        .contains(rooms(new Room.PatientAlerts(patient))));
    }

    @Test
    void a_hospitals_rooms_are_those_one_may_see() {
        String path = "/realtime/ws/hospital/" + hospital;
        assertTrue(
                roomsOf(world().staff(hospital, "DOCTOR"), path)
                        .contains(
                                rooms(
                                        new Room.Hospital(hospital),
                                        new Room.HospitalAlerts(hospital),
                                        new Room.HospitalDevices(hospital))));
        assertTrue(
                roomsOf(world().dispatcherOf(hospital), path)
                        .contains(rooms(new Room.HospitalAlerts(hospital))));
    }

    @Test
    void nothing_of_a_room_that_one_may_not_see_arrives() {
        Person dispatcher = world().dispatcherOf(hospital);
        try (WebSocketClient client = webSocket(dispatcher, "/realtime/ws/patient/" + patient)) {
            client.await("connected");
            publish(new Room.PatientVitals(patient), EventType.PATIENT_VITALS_UPDATE, 1);
            publish(new Room.PatientAlerts(patient), EventType.PATIENT_ALERT, 2);
            client.await("\"n\":2");
            assertFalse(client.messages().toString().contains("\"n\":1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor", "last_event_id"})
    void a_position_in_the_address_brings_what_was_missed(String parameter) {
        Room alerts = new Room.PatientAlerts(patient);
        Room vitals = new Room.PatientVitals(patient);
        String before = publish(alerts, EventType.PATIENT_ALERT, 1);
        publish(vitals, EventType.PATIENT_VITALS_UPDATE, 2);
        publish(alerts, EventType.PATIENT_ALERT, 3);
        String path = "/realtime/ws/patient/" + patient + "?" + parameter + "=" + before;
        try (WebSocketClient client = webSocket(world().caregiverOf(patient), path)) {
            client.await("\"n\":3");
            List<String> events = client.await(2, "\"n\":");
            assertEquals(2, events.size());
            assertTrue(events.get(0).contains("\"n\":2"), events.toString());
        }
    }

    @Test
    void the_first_words_have_a_cursor_so_that_who_saw_no_event_resumes_too() {
        Room alerts = new Room.PatientAlerts(patient);
        Person caregiver = world().caregiverOf(patient);
        String path = "/realtime/ws/patient/" + patient;
        var cursor = RoomsTest.CURSOR.matcher(roomsOf(caregiver, path));
        assertTrue(cursor.find());
        publish(alerts, EventType.PATIENT_ALERT, 1);
        try (WebSocketClient client = webSocket(caregiver, path + "?cursor=" + cursor.group(1))) {
            client.await("\"n\":1");
        }
    }

    @Test
    void more_rooms_can_be_chosen_and_given_ones_left_for_good() {
        Person caregiver = world().caregiverOf(patient);
        Room vitals = new Room.PatientVitals(patient);
        Room alerts = new Room.PatientAlerts(patient);
        try (WebSocketClient client = webSocket(caregiver, "/realtime/ws/patient/" + patient)) {
            client.await("connected");
            client.send("{\"type\":\"subscribe\",\"room\":\"system:alerts\"}")
                    .await("\"subscribed\"");
            client.send("{\"type\":\"unsubscribe\",\"room\":\"" + vitals.name() + "\"}")
                    .await("\"unsubscribed\"");
            // The rooms are decided anew, and what was left stays left.
            world().grantOnly(caregiver, patient, world().patient());
            publish(new Room.SystemAlerts(), EventType.SYSTEM_ALERT, 1);
            client.await("system_alert");
            publish(vitals, EventType.PATIENT_VITALS_UPDATE, 2);
            publish(alerts, EventType.PATIENT_ALERT, 3);
            client.await("\"n\":3");
            assertFalse(client.messages().toString().contains("\"n\":2"));
        }
    }
}
