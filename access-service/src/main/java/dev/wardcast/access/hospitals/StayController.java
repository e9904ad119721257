package dev.wardcast.access.hospitals;

import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Admissions and discharges, which take the access of staff along with the answer. */
@Controller("/api/v1/hospitals/{id}/patients")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class StayController {

    private static final int MOST_DEVICES = 50;

    private final Stays stays;
    private final StayTable table;
    private final Deeds deeds;
    private final Projector projector;

    StayController(Stays stays, StayTable table, Deeds deeds, Projector projector) {
        this.stays = stays;
        this.table = table;
        this.deeds = deeds;
        this.projector = projector;
    }

    /**
     * @param devices as {@code type:id}; bound to the patient until the discharge
     */
    @Serdeable
    record Admission(@Nullable @Size(max = MOST_DEVICES) List<String> devices) {}

    @Serdeable
    record Stay(String patientId, @Nullable String name, Instant admittedAt) {
        static Stay of(StayRow row) {
            return new Stay(row.patientId(), row.name(), row.admittedAt());
        }
    }

    /** Who is there now, in the order of their ids. */
    @Get
    Page<Stay> list(
            String id,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor,
            Actor by) {
        Ids.require("id", id);
        Paging paging = Paging.of(limit, cursor);
        stays.requireHospital(id);
        Page<Stay> page =
                Page.of(
                        table.page(id, paging.after(), paging.oneMore()),
                        paging,
                        StayRow::patientId,
                        Stay::of);
        deeds.read(
                AuditEntry.of(by, AuditAction.PATIENT_SEARCHED)
                        .on("hospital", id)
                        .patients(page.items().stream().map(Stay::patientId).toList()));
        return page;
    }

    @Put("/{patientId}")
    @Status(HttpStatus.NO_CONTENT)
    void admit(String id, String patientId, @Body @Nullable @Valid Admission admission, Actor by) {
        Ids.require("id", id);
        Ids.require("patient_id", patientId);
        List<String> devices =
                admission == null || admission.devices() == null ? List.of() : admission.devices();
        stays.admit(id, patientId, devices, by);
        projector.project();
    }

    @Delete("/{patientId}")
    @Status(HttpStatus.NO_CONTENT)
    void discharge(String id, String patientId, Actor by) {
        Ids.require("id", id);
        Ids.require("patient_id", patientId);
        stays.discharge(id, patientId, by);
        projector.project();
    }
}
