package dev.wardcast.access.people;

import dev.wardcast.access.events.Announcements;
import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.events.StayEvents;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** A patient and the admission, both or neither. */
@Singleton
class PatientRegistry {

    private final Patients patients;
    private final PatientList list;
    private final Announcements announcements;
    private final Deeds deeds;

    PatientRegistry(Patients patients, PatientList list, Announcements announcements, Deeds deeds) {
        this.patients = patients;
        this.list = list;
        this.announcements = announcements;
        this.deeds = deeds;
    }

    @Transactional("access")
    void register(String id, @Nullable String name, @Nullable String hospitalId, Actor by) {
        if (hospitalId != null && !patients.hospitalExists(hospitalId)) {
            throw ProblemException.notFound("unknown_hospital", "There is no such hospital.");
        }
        if (patients.add(id, name) == 0) {
            throw ProblemException.conflict("patient_exists", "There is such a patient already.");
        }
        deeds.record(changed(by, id).detail("created"));
        if (hospitalId != null) {
            patients.admit(id, hospitalId);
            deeds.record(
                    AuditEntry.of(by, AuditAction.ADMITTED).on("hospital", hospitalId).patient(id));
            announcements.add(StayEvents.admitted(id, hospitalId));
        }
    }

    @Transactional("access")
    void rename(String id, String name, Actor by) {
        if (list.rename(id, name) == 0) {
            throw ProblemException.notFound("unknown_patient", "There is no such patient.");
        }
        deeds.record(changed(by, id).detail("name"));
    }

    private static AuditEntry changed(Actor by, String id) {
        return AuditEntry.of(by, AuditAction.PATIENT_CHANGED).on("patient", id).patient(id);
    }
}
