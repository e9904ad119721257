package dev.wardcast.access.hospitals;

import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.people.Patients;
import dev.wardcast.access.people.Users;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
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
    private final Deeds deeds;

    Staff(Users users, Patients patients, Deeds deeds) {
        this.users = users;
        this.patients = patients;
        this.deeds = deeds;
    }

    @Transactional("access")
    void add(String hospitalId, String userId, Actor by) {
        requireBoth(hospitalId, userId);
        if (Collections.disjoint(users.rolesOf(userId), ROLES)) {
            throw ProblemException.conflict(
                    "not_staff", "This user is neither a doctor, nor a nurse, nor a dispatcher.");
        }
        if (patients.addStaff(userId, hospitalId) > 0) {
            deeds.record(deed(by, AuditAction.STAFF_ADDED, hospitalId, userId));
        }
    }

    @Transactional("access")
    void remove(String hospitalId, String userId, Actor by) {
        requireBoth(hospitalId, userId);
        if (patients.removeStaff(userId, hospitalId) > 0) {
            deeds.record(deed(by, AuditAction.STAFF_REMOVED, hospitalId, userId));
        }
    }

    private static AuditEntry deed(Actor by, AuditAction action, String hospitalId, String userId) {
        return AuditEntry.of(by, action).on("user", userId).detail("hospital " + hospitalId);
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
