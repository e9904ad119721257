package dev.wardcast.access.hospitals;

import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.people.Patients;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;

/** Makes hospitals and renames them. */
@Singleton
class HospitalDesk {

    private final Patients patients;
    private final HospitalTable table;
    private final Deeds deeds;

    HospitalDesk(Patients patients, HospitalTable table, Deeds deeds) {
        this.patients = patients;
        this.table = table;
        this.deeds = deeds;
    }

    @Transactional("access")
    void create(String id, String name, Actor by) {
        if (patients.addHospital(id, name) == 0) {
            throw ProblemException.conflict("hospital_exists", "There is such a hospital already.");
        }
        deeds.record(changed(by, id).detail("created"));
    }

    @Transactional("access")
    void rename(String id, String name, Actor by) {
        if (table.rename(id, name) == 0) {
            throw HospitalController.unknown();
        }
        deeds.record(changed(by, id).detail("name"));
    }

    private static AuditEntry changed(Actor by, String id) {
        return AuditEntry.of(by, AuditAction.HOSPITAL_CHANGED).on("hospital", id);
    }
}
