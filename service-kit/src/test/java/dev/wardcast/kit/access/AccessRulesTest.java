package dev.wardcast.kit.access;

import static dev.wardcast.kit.access.PatientScope.ALERTS;
import static dev.wardcast.kit.access.PatientScope.RECORD;
import static dev.wardcast.kit.access.PatientScope.VITALS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.UserDocument.Emergency;
import dev.wardcast.kit.access.UserDocument.Grant;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final FactsInMemory facts = new FactsInMemory();
    private final AccessRules rules = new AccessRules(facts, Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void a_hospital_with_staff_and_a_patient_and_people_around() {
        facts.patients.put("p1", new PatientDocument(List.of("h1")));
        facts.patients.put("p2", new PatientDocument(List.of("h2")));
        facts.devices.put(
                "monitor:m1", new DeviceDocument("ACTIVE", "m1", "monitor", "p1", null, null));
        facts.hospitals.put("h1", new HospitalDocument("h1"));
        facts.patients.put("p3", new PatientDocument(List.of()));
        facts.devices.put(
                "monitor:m2",
                new DeviceDocument("ACTIVE", "m2", "monitor", "p1", List.of("p2"), null));
        facts.sessions.put("s1", new SessionDocument("p1"));
        facts.sessions.put("s2", new SessionDocument("p2"));
        put("admin", Role.ADMIN, null, List.of(), List.of(), List.of());
        put("self", Role.PATIENT, "p1", List.of(), List.of(), List.of());
        put("carer", Role.CAREGIVER, null, List.of(new Grant("p1", null)), List.of(), List.of());
        put("therapist", Role.THERAPIST, null, List.of(), List.of("p1"), List.of());
        put("doctor", Role.DOCTOR, null, List.of(), List.of(), List.of("h1"));
        put("nurse", Role.NURSE, null, List.of(), List.of(), List.of("h1"));
        put("dispatcher", Role.DISPATCHER, null, List.of(), List.of(), List.of("h1"));
        put("pipeline", Role.PIPELINE, null, List.of(), List.of(), List.of("h1"));
    }

    @ParameterizedTest(name = "{0} of {1}: alerts {2}, vitals {3}, record {4}")
    @CsvSource({
        "admin,p1,yes,yes,yes", "admin,p2,yes,yes,yes", "admin,nobody,404,404,404",
        "self,p1,yes,yes,yes", "self,p2,no,no,no", "self,nobody,no,no,no",
        "carer,p1,yes,yes,yes", "carer,p2,no,no,no", "carer,nobody,no,no,no",
        "therapist,p1,yes,yes,yes", "therapist,p2,no,no,no", "therapist,nobody,no,no,no",
        "doctor,p1,yes,yes,yes", "doctor,p2,no,no,no", "doctor,nobody,no,no,no",
        "nurse,p1,yes,yes,yes", "nurse,p2,no,no,no", "nurse,nobody,no,no,no",
        "dispatcher,p1,yes,no,no", "dispatcher,p2,no,no,no", "dispatcher,nobody,no,no,no",
        "pipeline,p1,no,no,no"
    })
    void each_role_sees_of_a_patient_what_the_table_says(
            String user, String patient, String alerts, String vitals, String record) {
        assertEquals(alerts, short_(rules.maySee(caller(user), patient, ALERTS)));
        assertEquals(vitals, short_(rules.maySee(caller(user), patient, VITALS)));
        assertEquals(record, short_(rules.maySee(caller(user), patient, RECORD)));
    }

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        "doctor,patient:p1,yes",
        "doctor,patient:p1:vitals,yes",
        "doctor,patient:p2:vitals,no",
        "dispatcher,patient:p1:alerts,yes",
        "dispatcher,patient:p1:vitals,no",
        "dispatcher,patient:p1,no",
        "carer,patient:p1:vitals,yes",
        "carer,patient:p2:alerts,no",
        "doctor,hospital:h1,yes",
        "doctor,hospital:h2,no",
        "nurse,hospital:h1:devices,yes",
        "dispatcher,hospital:h1:alerts,yes",
        "dispatcher,hospital:h1,no",
        "dispatcher,hospital:h1:devices,no",
        "self,hospital:h1,no",
        "admin,hospital:h1,yes",
        "admin,hospital:h9,404",
        "admin,hospital:h9:alerts,404",
        "doctor,hospital:h9,no",
        "doctor,device:monitor:m1,yes",
        "nurse,device:monitor:m1:status,yes",
        "carer,device:monitor:m1,no",
        "dispatcher,device:monitor:m1,no",
        "doctor,device:monitor:m9,no",
        "admin,device:monitor:m1,yes",
        "admin,device:monitor:m2,yes",
        "doctor,device:monitor:m2,no",
        "admin,device:monitor:m9,404",
        "self,system:alerts,yes",
        "self,admin:updates,no",
        "admin,admin:updates,yes",
        "self,user:self,yes",
        "self,user:carer,no",
        "admin,user:carer,no",
        "therapist,session:s1,yes",
        "therapist,session:s2,no",
        "therapist,session:s9,404",
        "self,session:s1,yes",
        "self,session:s2,no",
        "self,session:s9,404",
        "admin,session:s1,yes",
        "admin,session:s2,yes",
        "admin,session:s9,404",
        "carer,session:s1,no",
        "carer,session:s9,no",
        "doctor,session:s1,no",
        "nurse,session:s1,no",
        "dispatcher,session:s1,no",
        "pipeline,session:s1,no",
        "never-was,session:s1,401"
    })
    void each_room_is_open_to_whom_the_table_says(String user, String room, String expected) {
        assertEquals(expected, short_(rules.mayFollow(caller(user), Room.parse(room))));
    }

    @Test
    void a_grant_gives_no_sessions_even_to_someone_who_has_some_of_their_own() {
        facts.users.put(
                "both",
                new UserDocument(
                        "ACTIVE",
                        List.of("PATIENT", "CAREGIVER", "DOCTOR"),
                        "p1",
                        List.of(new Grant("p2", null)),
                        List.of(),
                        List.of("h2"),
                        null));

        assertEquals("yes", short_(rules.maySee(caller("both"), "p2", RECORD)));
        assertEquals("yes", short_(rules.mayFollow(caller("both"), Room.parse("session:s1"))));
        assertEquals("no", short_(rules.mayFollow(caller("both"), Room.parse("session:s2"))));
    }

    @Test
    void who_lacks_every_role_for_sessions_is_told_which_they_are() {
        assertEquals(
                new Decision.Denied(
                        "role_required", "This needs the role PATIENT, THERAPIST or ADMIN."),
                now(rules.mayFollow(caller("doctor"), Room.parse("session:s9"))));
        assertEquals(
                new Decision.Denied("role_required", "This needs the role ADMIN."),
                now(rules.hasRole(caller("doctor"), Role.ADMIN)));
    }

    @Test
    void a_foreign_patient_and_none_are_refused_in_the_same_words() {
        for (String user : List.of("self", "carer", "doctor", "dispatcher", "therapist")) {
            assertEquals(
                    now(rules.maySee(caller(user), "p2", VITALS)),
                    now(rules.maySee(caller(user), "nobody", VITALS)));
        }
    }

    @Test
    void all_patients_are_named_to_admins_only() {
        assertEquals(Set.of("p1", "p2", "p3"), now(rules.allPatients(caller("admin"))));
        assertEquals(Set.of(), now(rules.allPatients(caller("doctor"))));
        assertEquals(Set.of(), now(rules.allPatients(caller("never-was"))));
    }

    @Test
    void a_grant_counts_until_its_end_and_not_at_it() {
        Grant ended = new Grant("p1", NOW);
        Grant ending = new Grant("p2", NOW.plusMillis(1));
        put("carer", Role.CAREGIVER, null, List.of(ended, ending), List.of(), List.of());

        assertEquals("no", short_(rules.maySee(caller("carer"), "p1", ALERTS)));
        assertEquals("yes", short_(rules.maySee(caller("carer"), "p2", ALERTS)));
        assertEquals(Set.of("p2"), now(rules.patientsOfCaregiver(caller("carer"))));
    }

    @Test
    void a_grant_is_worth_nothing_without_the_role() {
        put("carer", Role.NURSE, null, List.of(new Grant("p1", null)), List.of("p1"), List.of());

        assertEquals("no", short_(rules.maySee(caller("carer"), "p1", ALERTS)));
        assertEquals(Set.of(), now(rules.patientsOfCaregiver(caller("carer"))));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "DOCTOR,p2,yes,yes,yes,no",
        "NURSE,p2,yes,yes,yes,no",
        "DOCTOR,p1,no,no,no,no",
        "DOCTOR,p3,no,no,no,no",
        "DISPATCHER,p2,no,no,no,no",
        "CAREGIVER,p2,no,no,no,no",
        "THERAPIST,p2,no,no,no,no",
        "PATIENT,p2,no,no,no,no",
    })
    void emergency_access_is_for_one_patient_and_only_of_doctors_and_nurses(
            Role role,
            String patient,
            String alerts,
            String vitals,
            String record,
            String session) {
        inEmergency("helper", role, new Emergency("p2", NOW.plusSeconds(60)));

        assertEquals(alerts, short_(rules.maySee(caller("helper"), patient, ALERTS)));
        assertEquals(vitals, short_(rules.maySee(caller("helper"), patient, VITALS)));
        assertEquals(record, short_(rules.maySee(caller("helper"), patient, RECORD)));
        assertEquals(session, short_(rules.mayFollow(caller("helper"), Room.parse("session:s2"))));
    }

    @Test
    void emergency_access_opens_the_patients_rooms_and_neither_hospital_nor_device() {
        facts.devices.put(
                "monitor:m3", new DeviceDocument("ACTIVE", "m3", "monitor", "p2", null, null));
        inEmergency("helper", Role.DOCTOR, new Emergency("p2", NOW.plusSeconds(60)));

        for (String room : List.of("patient:p2", "patient:p2:vitals", "patient:p2:alerts")) {
            assertEquals("yes", short_(rules.mayFollow(caller("helper"), Room.parse(room))));
        }
        for (String room : List.of("hospital:h2", "hospital:h2:alerts", "device:monitor:m3")) {
            assertEquals("no", short_(rules.mayFollow(caller("helper"), Room.parse(room))));
        }
    }

    @Test
    void a_clock_that_is_a_little_fast_ends_no_emergency_access_and_none_outlives_it_for_long() {
        inEmergency("helper", Role.DOCTOR, new Emergency("p2", NOW.minusSeconds(59)));
        assertEquals("yes", short_(rules.maySee(caller("helper"), "p2", VITALS)));
        inEmergency("helper", Role.DOCTOR, new Emergency("p2", NOW.minusSeconds(60)));
        assertEquals("no", short_(rules.maySee(caller("helper"), "p2", VITALS)));
    }

    @Test
    void staff_follow_a_device_again_once_its_former_patient_is_theirs_or_forgotten() {
        put("doctor", Role.DOCTOR, null, List.of(), List.of(), List.of("h1", "h2"));
        assertEquals(
                "yes", short_(rules.mayFollow(caller("doctor"), Room.parse("device:monitor:m2"))));
        facts.devices.put(
                "monitor:m2", new DeviceDocument("ACTIVE", "m2", "monitor", "p1", List.of(), null));
        assertEquals(
                "yes", short_(rules.mayFollow(caller("nurse"), Room.parse("device:monitor:m2"))));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_role_counts_only_if_both_the_token_and_the_projection_have_it(Role role) {
        facts.user("both", role);
        facts.user("lost", role == Role.ADMIN ? Role.NURSE : Role.ADMIN);

        assertEquals("yes", short_(rules.hasRole(caller("both"), role)));
        assertEquals("no", short_(rules.hasRole(caller("lost"), role)));
        assertEquals("no", short_(rules.hasRole(caller("both", EnumSet.noneOf(Role.class)), role)));
    }

    @Test
    void a_suspended_and_an_unknown_user_are_not_active_whatever_they_ask() {
        facts.users.put(
                "gone",
                new UserDocument(
                        "SUSPENDED",
                        List.of("ADMIN", "CAREGIVER"),
                        null,
                        List.of(new Grant("p1", null)),
                        List.of(),
                        List.of(),
                        List.of(new Emergency("p2", NOW.plusSeconds(60)))));
        for (String user : List.of("gone", "never-was")) {
            assertEquals("401", short_(rules.hasRole(caller(user), Role.ADMIN)));
            assertEquals("401", short_(rules.maySee(caller(user), "p1", ALERTS)));
            assertEquals("401", short_(rules.mayFollow(caller(user), new Room.SystemAlerts())));
            assertEquals(Set.of(), now(rules.patientsOfCaregiver(caller(user))));
            assertEquals(true, now(rules.rolesOf(caller(user))).isEmpty());
        }
    }

    @Test
    void a_role_of_a_later_version_does_not_lock_its_user_out() {
        facts.users.put(
                "new",
                new UserDocument(
                        "ACTIVE",
                        List.of("PHARMACIST", "NURSE"),
                        null,
                        List.of(),
                        List.of(),
                        List.of("h1"),
                        null));

        assertEquals("yes", short_(rules.maySee(caller("new"), "p1", VITALS)));
        assertInstanceOf(Decision.Denied.class, now(rules.hasRole(caller("new"), Role.ADMIN)));
    }

    private void put(
            String id,
            Role role,
            @Nullable String patient,
            List<Grant> grants,
            List<String> treated,
            List<String> hospitals) {
        facts.users.put(
                id,
                new UserDocument(
                        "ACTIVE", List.of(role.name()), patient, grants, treated, hospitals, null));
    }

    private void inEmergency(String id, Role role, Emergency taken) {
        facts.users.put(
                id,
                new UserDocument(
                        "ACTIVE",
                        List.of(role.name()),
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(taken)));
    }

    private static Caller caller(String id) {
        return caller(id, EnumSet.allOf(Role.class));
    }

    private static Caller caller(String id, Set<Role> roles) {
        return new Caller(id, id, roles, "token", NOW.plusSeconds(60));
    }

    @Test
    void nothing_is_for_a_session_that_was_ended_or_a_token_of_a_withdrawn_key() {
        facts.user("u9", Role.ADMIN);
        Caller caller =
                new Caller(
                        "u9", "u9", Set.of(Role.ADMIN), "token", NOW.plusSeconds(60), "s1", "k1");
        assertEquals("yes", short_(rules.hasRole(caller, Role.ADMIN)));

        facts.revoked.add(Revocations.session("u9", "s2"));
        facts.revoked.add(Revocations.session("u8", "s1"));
        facts.revoked.add(Revocations.key("k2"));
        assertEquals("yes", short_(rules.hasRole(caller, Role.ADMIN)));

        facts.revoked.add(Revocations.session("u9", "s1"));
        assertEquals("401", short_(rules.hasRole(caller, Role.ADMIN)));
        facts.revoked.clear();
        facts.revoked.add(Revocations.key("k1"));
        assertEquals("401", short_(rules.hasRole(caller, Role.ADMIN)));
    }

    private static String short_(CompletionStage<Decision> decision) {
        return switch (now(decision)) {
            case Decision.Allowed _ -> "yes";
            case Decision.Denied _ -> "no";
            case Decision.NoSuchThing _ -> "404";
            case Decision.NotActive _ -> "401";
            case Decision.Undecided _ -> "503";
        };
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
