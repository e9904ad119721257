package dev.wardcast.access.hospitals;

import dev.wardcast.access.devices.Bindings;
import dev.wardcast.access.events.Announcements;
import dev.wardcast.access.events.Announcements.Announcement;
import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.events.StayEvents;
import dev.wardcast.access.people.Patients;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
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
    private final Deeds deeds;

    Stays(Patients patients, Bindings bindings, Announcements announcements, Deeds deeds) {
        this.patients = patients;
        this.bindings = bindings;
        this.announcements = announcements;
        this.deeds = deeds;
    }

    /**
     * @param devices as {@code type:id}; all are bound to the patient, or nothing happens
     */
    @Transactional("access")
    void admit(String hospitalId, String patientId, List<String> devices, Actor by) {
        requireHospital(hospitalId);
        lockPatient(patientId);
        List<Announcement> told = new ArrayList<>();
        for (String before : patients.hospitalsOf(patientId)) {
            if (!before.equals(hospitalId)) {
                told.addAll(leave(patientId, before, true, by));
            }
        }
        if (patients.admit(patientId, hospitalId) == 1) {
            told.addAll(StayEvents.admitted(patientId, hospitalId));
            deeds.record(deed(by, AuditAction.ADMITTED, patientId, hospitalId));
        }
        bindings.bindForStay(devices, patientId, hospitalId, by);
        announcements.add(told);
    }

    /** Also gives back the devices that the stay brought. */
    @Transactional("access")
    void discharge(String hospitalId, String patientId, Actor by) {
        requireHospital(hospitalId);
        lockPatient(patientId);
        announcements.add(leave(patientId, hospitalId, false, by));
    }

    void requireHospital(String hospitalId) {
        if (!patients.hospitalExists(hospitalId)) {
            throw HospitalController.unknown();
        }
    }

    private List<Announcement> leave(
            String patientId, String hospitalId, boolean transferred, Actor by) {
        if (patients.discharge(patientId, hospitalId) == 0) {
            return List.of();
        }
        bindings.endOfStay(patientId, hospitalId);
        deeds.record(
                deed(by, AuditAction.DISCHARGED, patientId, hospitalId)
                        .detail(transferred ? "transferred" : null));
        return StayEvents.discharged(patientId, hospitalId, transferred);
    }

    private static AuditEntry deed(
            Actor by, AuditAction action, String patientId, String hospitalId) {
        return AuditEntry.of(by, action).on("hospital", hospitalId).patient(patientId);
    }

    private void lockPatient(String patientId) {
        if (patients.lock(patientId).isEmpty()) {
            throw ProblemException.notFound("unknown_patient", "There is no such patient.");
        }
    }
}
