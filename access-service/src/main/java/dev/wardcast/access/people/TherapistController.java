package dev.wardcast.access.people;

import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
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
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** Assigns patients to therapists and ends it, effective everywhere with the answer. */
@Controller("/api/v1/therapists/{id}/patients")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class TherapistController {

    private final GrantDesk desk;
    private final Projector projector;

    TherapistController(GrantDesk desk, Projector projector) {
        this.desk = desk;
        this.projector = projector;
    }

    /**
     * The newest first.
     *
     * @param state {@code open} (without it too) or {@code all}
     */
    @Get
    Page<GrantView> list(
            String id,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        return desk.ofTherapist(id, OpenOrAll.all(state), Paging.of(limit, cursor));
    }

    @Put("/{patientId}")
    @Status(HttpStatus.NO_CONTENT)
    void assign(String id, String patientId, @Body @Nullable @Valid Reason reason, Actor caller) {
        desk.assign(id, patientId, Reason.of(reason), caller);
        projector.project();
    }

    @Delete("/{patientId}")
    @Status(HttpStatus.NO_CONTENT)
    void unassign(String id, String patientId, @Body @Nullable @Valid Reason reason, Actor caller) {
        desk.unassign(id, patientId, Reason.of(reason), caller);
        projector.project();
    }
}
