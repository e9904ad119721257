package dev.wardcast.access.projection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The same rows asked from the patient's side. */
class WhoIsAroundTest {

    private final AccessServer server = AccessServer.shared();
    private final People people = server.bean(People.class);

    private Set<String> who(String patient, PatientScope scope, Role... roles) {
        return people.whoMaySee(patient, Set.of(roles), scope).toCompletableFuture().join();
    }

    private static Caller caller(String user) {
        return new Caller(user, user, EnumSet.allOf(Role.class), "t", Instant.MAX);
    }

    @Test
    void everybody_is_found_in_the_role_that_gives_them_access_and_in_no_other() {
        assertTrue(who("patient-1", PatientScope.ALERTS, Role.CAREGIVER).contains("caregiver1"));
        assertFalse(who("patient-1", PatientScope.ALERTS, Role.CAREGIVER).contains("caregiver2"));
        assertFalse(who("patient-3", PatientScope.ALERTS, Role.CAREGIVER).contains("caregiver1"));
        assertTrue(
                who("patient-1", PatientScope.ALERTS, Role.NURSE, Role.DOCTOR)
                        .containsAll(Set.of("nurse1", "doctor1")));
        assertFalse(who("patient-1", PatientScope.ALERTS, Role.NURSE).contains("doctor1"));
        assertTrue(who("patient-1", PatientScope.ALERTS, Role.THERAPIST).contains("therapist1"));
        assertTrue(who("patient-1", PatientScope.ALERTS, Role.PATIENT).contains("patient1"));
        assertTrue(who("patient-1", PatientScope.ALERTS, Role.ADMIN).contains("admin"));
        assertTrue(who("patient-1", PatientScope.ALERTS, Role.DISPATCHER).contains("dispatcher1"));
        assertEquals(Set.of(), who("patient-1", PatientScope.VITALS, Role.DISPATCHER));
        assertEquals(Set.of(), who("no-such-patient", PatientScope.ALERTS, Role.NURSE));
    }

    @Test
    void the_patients_of_somebody_are_those_that_they_may_see() {
        assertEquals(
                Set.of("patient-1", "patient-2"),
                people.patientsOf(caller("caregiver1"), PatientScope.ALERTS)
                        .toCompletableFuture()
                        .join());
        assertTrue(
                people.patientsOf(caller("nurse1"), PatientScope.ALERTS)
                        .toCompletableFuture()
                        .join()
                        .containsAll(Set.of("patient-1", "patient-8")));
        assertEquals(
                Set.of(),
                people.patientsOf(caller("dispatcher1"), PatientScope.VITALS)
                        .toCompletableFuture()
                        .join());
    }

    @Test
    void the_role_that_counts_is_the_one_that_gives_access() {
        assertEquals(Optional.of(Role.NURSE), role("nurse1", "patient-3"));
        assertEquals(Optional.of(Role.CAREGIVER), role("caregiver1", "patient-2"));
        assertEquals(Optional.empty(), role("caregiver1", "patient-3"));
    }

    private Optional<Role> role(String user, String patient) {
        return people.actingRole(caller(user), patient, PatientScope.ALERTS)
                .toCompletableFuture()
                .join();
    }

    @Test
    void who_begins_or_ends_their_work_in_a_hospital_is_called_from_then_on_or_no_more() {
        String nurse = "nurse-" + UUID.randomUUID();
        String hospital = "hospital-" + UUID.randomUUID();
        String patient = "patient-" + UUID.randomUUID();
        server.execute(
                """
                INSERT INTO access.users (id, username, password_hash) VALUES ('%1$s', '%1$s', '-');
                INSERT INTO access.user_roles VALUES ('%1$s', 'NURSE');
                INSERT INTO access.hospitals VALUES ('%2$s', 'North');
                INSERT INTO access.patients (id) VALUES ('%3$s');
                INSERT INTO access.hospital_patients (hospital_id, patient_id) VALUES ('%2$s', '%3$s');
                INSERT INTO access.hospital_staff VALUES ('%2$s', '%1$s')
                """
                        .formatted(nurse, hospital, patient));
        await().until(() -> who(patient, PatientScope.ALERTS, Role.NURSE).equals(Set.of(nurse)));
        server.execute("DELETE FROM access.hospital_staff WHERE user_id = '%s'".formatted(nurse));
        await().until(() -> who(patient, PatientScope.ALERTS, Role.NURSE).isEmpty());
    }
}
