package dev.wardcast.access.hospitals;

import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hospitals. */
@Controller("/api/v1/hospitals")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class HospitalController {

    private static final int LONGEST_NAME = 200;

    private final HospitalDesk desk;
    private final HospitalTable table;
    private final Projector projector;

    HospitalController(HospitalDesk desk, HospitalTable table, Projector projector) {
        this.desk = desk;
        this.table = table;
        this.projector = projector;
    }

    /**
     * @param hospitalId one from outside is kept; without it a new one is made
     */
    @Serdeable
    record NewHospital(
            @Nullable @Pattern(regexp = Ids.PATTERN) String hospitalId,
            @NotNull @Size(min = 1, max = LONGEST_NAME) String name) {}

    @Serdeable
    record NewName(@NotNull @Size(min = 1, max = LONGEST_NAME) String name) {}

    @Serdeable
    record Hospital(String hospitalId, String name, Instant createdAt) {
        static Hospital of(HospitalRow row) {
            return new Hospital(row.id(), row.name(), row.createdAt());
        }
    }

    @Post
    @Status(HttpStatus.CREATED)
    Hospital create(@Body @Valid NewHospital hospital, Actor by) {
        PlainText.require("name", hospital.name());
        String id = hospital.hospitalId() == null ? Ids.next() : hospital.hospitalId();
        desk.create(id, hospital.name(), by);
        projector.project();
        return get(id);
    }

    /** In the order of their ids. */
    @Get
    Page<Hospital> list(@QueryValue @Nullable Integer limit, @QueryValue @Nullable String cursor) {
        Paging paging = Paging.of(limit, cursor);
        return Page.of(
                table.page(paging.after(), paging.oneMore()),
                paging,
                HospitalRow::id,
                Hospital::of);
    }

    @Get("/{id}")
    Hospital get(String id) {
        Ids.require("id", id);
        return Hospital.of(table.find(id).orElseThrow(HospitalController::unknown));
    }

    @Patch("/{id}")
    Hospital rename(String id, @Body @Valid NewName name, Actor by) {
        Ids.require("id", id);
        PlainText.require("name", name.name());
        desk.rename(id, name.name(), by);
        return get(id);
    }

    static ProblemException unknown() {
        return ProblemException.notFound("unknown_hospital", "There is no such hospital.");
    }
}
