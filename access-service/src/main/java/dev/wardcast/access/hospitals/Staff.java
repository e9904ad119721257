package dev.wardcast.access.hospitals;

import dev.wardcast.access.people.Patients;
import dev.wardcast.access.people.Users;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Set;

/** Who works in which hospital. */
@Singleton
class Staff {

    /** The roles that see patients through a hospital. */
    private static final Set<String> ROLES = Set.of("DOCTOR", "NURSE", "DISPATCHER");

    private final Users users;
    private final Patients patients;

    Staff(Users users, Patients patients) {
        this.users = users;
        this.patients = patients;
    }

    @Transactional("access")
    void add(String hospitalId, String userId, Caller by) {
        requireBoth(hospitalId, userId);
        if (Collections.disjoint(users.rolesOf(userId), ROLES)) {
            throw ProblemException.conflict(
                    "not_staff", "This user is neither a doctor, nor a nurse, nor a dispatcher.");
        }
        patients.addStaff(userId, hospitalId);
    }

    @Transactional("access")
    void remove(String hospitalId, String userId, Caller by) {
        requireBoth(hospitalId, userId);
        patients.removeStaff(userId, hospitalId);
    }

    void requireHospital(String hospitalId) {
        if (!patients.hospitalExists(hospitalId)) {
            throw HospitalController.unknown();
        }
    }

    private void requireBoth(String hospitalId, String userId) {
        requireHospital(hospitalId);
        if (users.find(userId).isEmpty()) {
            throw ProblemException.notFound("unknown_user", "There is no such user.");
        }
    }
}
