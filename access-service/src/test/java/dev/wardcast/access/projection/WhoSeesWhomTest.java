package dev.wardcast.access.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.access.AccessServer;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.Role;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the rows of the demonstration, through Redis, to a decision. */
class WhoSeesWhomTest {

    private final AccessDecisions decisions = AccessServer.shared().bean(AccessDecisions.class);

    @ParameterizedTest(name = "{0} sees the {1} of {2}")
    @CsvSource({
        "admin,VITALS,12345678",
        "caregiver1,VITALS,12",
        "caregiver2,ALERTS,''",
        "doctor1,VITALS,12345678",
        "nurse1,RECORD,12345678",
        "dispatcher1,ALERTS,12345678",
        "dispatcher1,VITALS,''",
        "therapist1,RECORD,1",
        "patient1,VITALS,1",
        "patient2,ALERTS,2"
    })
    void a_demo_user_sees_these_patients_and_no_other(
            String user, PatientScope scope, String patients) {
        String seen =
                IntStream.rangeClosed(1, 9)
                        .filter(n -> decide(user, "patient-" + n, scope).allowed())
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining());
        assertEquals(patients, seen);
    }

    @Test
    void a_caregiver_is_told_the_patients_and_others_are_told_none() {
        assertEquals(Set.of("patient-1", "patient-2"), patientsOf("caregiver1"));
        assertEquals(Set.of(), patientsOf("caregiver2"));
        assertEquals(Set.of(), patientsOf("doctor1"));
    }

    @Test
    void an_admin_is_told_all_patients() {
        Set<String> all =
                decisions.allPatients(caller("admin")).toCompletableFuture().join().stream()
                        .filter(id -> id.startsWith("patient-"))
                        .collect(Collectors.toSet());
        assertEquals(
                IntStream.rangeClosed(1, 8)
                        .mapToObj(n -> "patient-" + n)
                        .collect(Collectors.toSet()),
                all);
    }

    private Set<String> patientsOf(String user) {
        return decisions.patientsOfCaregiver(caller(user)).toCompletableFuture().join();
    }

    private Decision decide(String user, String patient, PatientScope scope) {
        return decisions.maySee(caller(user), patient, scope).toCompletableFuture().join();
    }

    private static Caller caller(String user) {
        return new Caller(user, user, EnumSet.allOf(Role.class), "t", Instant.MAX);
    }
}
