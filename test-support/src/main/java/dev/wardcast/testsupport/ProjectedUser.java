package dev.wardcast.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user's document says, but for the status. */
record ProjectedUser(
        List<String> roles,
        @Nullable String patient,
        List<String> grants,
        List<String> treated,
        List<String> hospitals,
        List<String> emergencies) {

    ProjectedUser with(List<String> otherRoles) {
        return new ProjectedUser(otherRoles, patient, grants, treated, hospitals, emergencies);
    }

    ProjectedUser caringFor(List<String> patients) {
        return new ProjectedUser(roles, patient, patients, treated, hospitals, emergencies);
    }

    ProjectedUser treating(List<String> patients) {
        return new ProjectedUser(roles, patient, grants, patients, hospitals, emergencies);
    }

    ProjectedUser workingIn(List<String> others) {
        return new ProjectedUser(roles, patient, grants, treated, others, emergencies);
    }

    ProjectedUser helping(List<String> patients) {
        return new ProjectedUser(roles, patient, grants, treated, hospitals, patients);
    }

    String document(String status) {
        return """
        {"status":"%s","roles":%s,%s"caregiver_of":%s,"therapist_of":%s,"hospitals":%s,\
        "emergency":%s}\
        """
                .formatted(
                        status,
                        AccessWorld.list(roles.stream().map(AccessWorld::quoted)),
                        patient == null ? "" : "\"patient\":" + AccessWorld.quoted(patient) + ",",
                        AccessWorld.list(grants.stream().map("{\"patient_id\":\"%s\"}"::formatted)),
                        AccessWorld.list(treated.stream().map(AccessWorld::quoted)),
                        AccessWorld.list(hospitals.stream().map(AccessWorld::quoted)),
                        AccessWorld.list(emergencies.stream().map(ProjectedUser::untilTomorrow)));
    }

    private static String untilTomorrow(String patientId) {
        Instant until = Instant.now().plus(Duration.ofDays(1));
        return "{\"patient_id\":\"%s\",\"until\":\"%s\"}".formatted(patientId, until);
    }
}
