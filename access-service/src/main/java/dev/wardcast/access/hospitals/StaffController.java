package dev.wardcast.access.hospitals;

import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import io.micronaut.http.HttpStatus;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who works where, effective everywhere with the answer. */
@Controller("/api/v1/hospitals/{id}/staff")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class StaffController {

    private final Staff staff;
    private final StaffTable table;
    private final Projector projector;

    StaffController(Staff staff, StaffTable table, Projector projector) {
        this.staff = staff;
        this.table = table;
        this.projector = projector;
    }

    @Serdeable
    record Member(String userId, String username, String status, List<String> roles) {
        static Member of(StaffRow row) {
            return new Member(row.userId(), row.username(), row.status(), row.roleNames());
        }
    }

    /** In the order of their ids. */
    @Get
    Page<Member> list(
            String id, @QueryValue @Nullable Integer limit, @QueryValue @Nullable String cursor) {
        Ids.require("id", id);
        Paging paging = Paging.of(limit, cursor);
        staff.requireHospital(id);
        return Page.of(
                table.page(id, paging.after(), paging.oneMore()),
                paging,
                StaffRow::userId,
                Member::of);
    }

    @Put("/{userId}")
    @Status(HttpStatus.NO_CONTENT)
    void add(String id, String userId, Actor by) {
        Ids.require("id", id);
        Ids.require("user_id", userId);
        staff.add(id, userId, by);
        projector.project();
    }

    @Delete("/{userId}")
    @Status(HttpStatus.NO_CONTENT)
    void remove(String id, String userId, Actor by) {
        Ids.require("id", id);
        Ids.require("user_id", userId);
        staff.remove(id, userId, by);
        projector.project();
    }
}
