package dev.wardcast.access.people;

import dev.wardcast.access.events.Announcements;
import dev.wardcast.access.events.StayEvents;
import dev.wardcast.kit.access.Caller;
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

    PatientRegistry(Patients patients, PatientList list, Announcements announcements) {
        this.patients = patients;
        this.list = list;
        this.announcements = announcements;
    }

    @Transactional("access")
    void register(String id, @Nullable String name, @Nullable String hospitalId, Caller by) {
        if (hospitalId != null && !patients.hospitalExists(hospitalId)) {
            throw ProblemException.notFound("unknown_hospital", "There is no such hospital.");
        }
        if (patients.add(id, name) == 0) {
            throw ProblemException.conflict("patient_exists", "There is such a patient already.");
        }
        if (hospitalId != null) {
            patients.admit(id, hospitalId);
            announcements.add(StayEvents.admitted(id, hospitalId));
        }
    }

    @Transactional("access")
    void rename(String id, String name) {
        if (list.rename(id, name) == 0) {
            throw ProblemException.notFound("unknown_patient", "There is no such patient.");
        }
    }
}
