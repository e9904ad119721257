package dev.wardcast.access.people;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** A patient and the admission, both or neither. */
@Singleton
class PatientRegistry {

    private final Patients patients;

    PatientRegistry(Patients patients) {
        this.patients = patients;
    }

    @Transactional("access")
    void register(String id, @Nullable String name, @Nullable String hospitalId) {
        if (hospitalId != null && !patients.hospitalExists(hospitalId)) {
            throw ProblemException.notFound("unknown_hospital", "There is no such hospital.");
        }
        if (patients.add(id, name) == 0) {
            throw ProblemException.conflict("patient_exists", "There is such a patient already.");
        }
        if (hospitalId != null) {
            patients.admit(id, hospitalId);
        }
    }
}
