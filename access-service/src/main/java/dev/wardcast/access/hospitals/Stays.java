package dev.wardcast.access.hospitals;

import dev.wardcast.access.devices.Bindings;
import dev.wardcast.access.events.Announcements;
import dev.wardcast.access.events.Announcements.Announcement;
import dev.wardcast.access.events.StayEvents;
import dev.wardcast.access.people.Patients;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is in which hospital: one at a time. An admission to a second one is a transfer, which ends
 * the stay in the first; its staff lose the patient in the moment in which the others get them.
 */
@Singleton
class Stays {

    private final Patients patients;
    private final Bindings bindings;
    private final Announcements announcements;

    Stays(Patients patients, Bindings bindings, Announcements announcements) {
        this.patients = patients;
        this.bindings = bindings;
        this.announcements = announcements;
    }

    /**
     * @param devices as {@code type:id}; all are bound to the patient, or nothing happens
     */
    @Transactional("access")
    void admit(String hospitalId, String patientId, List<String> devices, Caller by) {
        requireHospital(hospitalId);
        lockPatient(patientId);
        List<Announcement> told = new ArrayList<>();
        for (String before : patients.hospitalsOf(patientId)) {
            if (!before.equals(hospitalId)) {
                told.addAll(leave(patientId, before, true));
            }
        }
        if (patients.admit(patientId, hospitalId) == 1) {
            told.addAll(StayEvents.admitted(patientId, hospitalId));
        }
        bindings.bindForStay(devices, patientId, hospitalId);
        announcements.add(told);
    }

    /** Also gives back the devices that the stay brought. */
    @Transactional("access")
    void discharge(String hospitalId, String patientId, Caller by) {
        requireHospital(hospitalId);
        lockPatient(patientId);
        announcements.add(leave(patientId, hospitalId, false));
    }

    void requireHospital(String hospitalId) {
        if (!patients.hospitalExists(hospitalId)) {
            throw HospitalController.unknown();
        }
    }

    private List<Announcement> leave(String patientId, String hospitalId, boolean transferred) {
        if (patients.discharge(patientId, hospitalId) == 0) {
            return List.of();
        }
        bindings.endOfStay(patientId, hospitalId);
        return StayEvents.discharged(patientId, hospitalId, transferred);
    }

    private void lockPatient(String patientId) {
        if (patients.lock(patientId).isEmpty()) {
            throw ProblemException.notFound("unknown_patient", "There is no such patient.");
        }
    }
}
