package dev.wardcast.gateway.access;

import static dev.wardcast.gateway.SharedGateway.publish;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static dev.wardcast.testsupport.Patience.TOLD;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.WebSocketClient;
import org.junit.jupiter.api.Test;

/** What administrators and clinicians change about access, on streams that are open. */
class ChangedAccessTest {

    private final String here = world().hospital();
    private final String there = world().hospital();
    private final String patient = world().patientIn(here);
    private final String stayer = world().patientIn(here);
    private final Room lost = new Room.PatientVitals(patient);
    private final Room kept = new Room.PatientVitals(stayer);
    private final Person nurse = world().staff(here, "NURSE");

    private static void subscribe(WebSocketClient client, Room... rooms) {
        for (Room room : rooms) {
            client.send("{\"type\":\"subscribe\",\"room\":\"" + room.name() + "\"}");
        }
        client.await(rooms.length, "\"subscribed\"");
    }

    /** The one room is taken away within a second, and nothing of it comes any more. */
    private static void losesOnly(Person who, Room lost, Room kept, Runnable change) {
        try (WebSocketClient client = webSocket(who, "/realtime/ws")) {
            subscribe(client, lost, kept);
            publish(lost, EventType.PATIENT_VITALS_UPDATE, 1);
            client.await("\"n\":1");
            change.run();
            String told = assertTimeout(TOLD, () -> client.await("access_revoked"));
            assertEquals(true, told.contains(lost.name()), told);
            publish(lost, EventType.PATIENT_VITALS_UPDATE, 2);
            publish(kept, EventType.PATIENT_VITALS_UPDATE, 3);
            client.await("\"n\":3");
            assertFalse(client.messages().toString().contains("\"n\":2"));
        }
    }

    /** The patient's rooms come within a second to a stream that waits for them. */
    private void gains(Person who, Runnable change) {
        try (WebSocketClient client = webSocket(who, "/realtime/ws")) {
            client.send("{\"type\":\"subscribe\",\"room\":\"" + lost.name() + "\"}");
            client.await("\"denied\"");
            change.run();
            assertTimeout(
                    TOLD,
                    () -> {
                        while (!client.messages().toString().contains("\"subscribed\"")) {
                            int answers = client.messages().size();
                            client.send(
                                    "{\"type\":\"subscribe\",\"room\":\"" + lost.name() + "\"}");
                            client.await(answers, "\"status\"");
                        }
                    });
            publish(lost, EventType.PATIENT_VITALS_UPDATE, 4);
            client.await("\"n\":4");
        }
    }

    @Test
    void a_discharge_takes_the_patient_from_the_staff() {
        losesOnly(nurse, lost, kept, () -> world().admitOnly(patient));
    }

    @Test
    void a_transfer_takes_the_patient_from_the_one_staff_and_gives_them_to_the_other() {
        losesOnly(nurse, lost, kept, () -> world().admitOnly(patient, there));
        gains(world().staff(here, "DOCTOR"), () -> world().admitOnly(patient, here));
    }

    @Test
    void who_no_longer_works_in_a_hospital_loses_its_patients() {
        String alsoThere = world().patientIn(there);
        Person both = world().staff(here, "DOCTOR");
        world().employOnly(both, here, there);
        losesOnly(
                both,
                lost,
                new Room.PatientVitals(alsoThere),
                () -> world().employOnly(both, there));
        gains(both, () -> world().employOnly(both, here, there));
    }

    @Test
    void an_assignment_that_ends_takes_the_patient_from_the_therapist() {
        Person therapist = world().therapistOf(patient, stayer);
        losesOnly(therapist, lost, kept, () -> world().assignOnly(therapist, stayer));
        gains(therapist, () -> world().assignOnly(therapist, patient));
    }

    @Test
    void a_role_that_is_taken_away_takes_what_it_was_for() {
        losesOnly(
                nurse,
                lost,
                new Room.User(nurse.id()),
                () -> world().haveOnly(nurse, "DISPATCHER"));
    }

    @Test
    void a_suspended_user_is_out() {
        try (WebSocketClient client = webSocket(nurse, "/realtime/ws")) {
            subscribe(client, lost);
            world().suspend(nurse);
            assertEquals(4501, assertTimeout(TOLD, client::awaitClose));
        }
    }

    @Test
    void a_device_that_changes_hands_is_lost_to_those_who_may_not_see_both_patients() {
        String elsewhere = world().patientIn(there);
        String device = world().device("monitor", patient);
        Room room = new Room.Device("monitor", device);
        losesOnly(nurse, room, kept, () -> world().bind("monitor", device, elsewhere, patient));

        Person doctor = world().staff(there, "DOCTOR");
        try (WebSocketClient client = webSocket(doctor, "/realtime/ws")) {
            client.send("{\"type\":\"subscribe\",\"room\":\"" + room.name() + "\"}");
            client.await("\"denied\"");
        }
        world().employOnly(doctor, here, there);
        // What was looked up a moment ago is known for as long as nobody has told of the change.
        await().until(() -> {
            try (WebSocketClient client = webSocket(doctor, "/realtime/ws")) {
                client.send("{\"type\":\"subscribe\",\"room\":\"" + room.name() + "\"}");
                return client.await("\"subscription\"").contains("\"subscribed\"");
            }
        });
    }

    @Test
    void emergency_access_comes_and_goes_on_an_open_stream() {
        Person helper = world().staff(there, "DOCTOR");
        gains(helper, () -> world().helpOnly(helper, patient, stayer));
        losesOnly(helper, lost, kept, () -> world().helpOnly(helper, stayer));
    }

    @Test
    void emergency_access_is_lost_with_the_role() {
        Person helper = world().staff(there, "NURSE");
        world().helpOnly(helper, patient);
        losesOnly(
                helper,
                lost,
                new Room.User(helper.id()),
                () -> world().haveOnly(helper, "DISPATCHER"));
    }
}
