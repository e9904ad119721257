package dev.wardcast.access.people;

import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.Problem;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
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

/** Gives caregivers access to patients and takes it away, effective everywhere with the answer. */
@Controller("/api/v1/caregivers/{id}/patients")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class CaregiverController {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final GrantDesk desk;
    private final Projector projector;

    CaregiverController(GrantDesk desk, Projector projector) {
        this.desk = desk;
        this.projector = projector;
    }

    /**
     * @param startsAt from then on; without it at once
     * @param endsAt until then, exclusively; without it until it is revoked
     */
    @Serdeable
    record Period(
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable @Size(min = 1, max = Reason.LONGEST) String reason) {

        static final Period FOR_GOOD = new Period(null, null, null);
    }

    /**
     * The newest first.
     *
     * @param state {@code open} (without it too) or {@code all}
     */
    @Get
    @PatientRead(value = "grants", id = "id", search = true)
    Page<GrantView> list(
            String id,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        return desk.ofCaregiver(id, OpenOrAll.all(state), Paging.of(limit, cursor));
    }

    @Put("/{patientId}")
    @Status(HttpStatus.NO_CONTENT)
    void give(String id, String patientId, @Body @Nullable @Valid Period period, Actor caller) {
        Period given = period == null ? Period.FOR_GOOD : period;
        requireInRange("starts_at", given.startsAt());
        requireInRange("ends_at", given.endsAt());
        PlainText.require("reason", given.reason());
        requireOrder(given.startsAt(), given.endsAt());
        desk.give(id, patientId, given.startsAt(), given.endsAt(), given.reason(), caller);
        projector.project();
    }

    @Delete("/{patientId}")
    @Status(HttpStatus.NO_CONTENT)
    void revoke(String id, String patientId, @Body @Nullable @Valid Reason reason, Actor caller) {
        desk.revoke(id, patientId, Reason.of(reason), caller);
        projector.project();
    }

    /** A database that could not keep it would fail, and nobody means such a time. */
    private static void requireInRange(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(Instant.EPOCH) || !time.isBefore(LATEST))) {
            throw ProblemException.unprocessable(
                    List.of(
                            new Problem.FieldError(
                                    field, "(expected: from 1970 on and before 9999)")));
        }
    }

    private static void requireOrder(@Nullable Instant startsAt, @Nullable Instant endsAt) {
        Instant earliest = startsAt == null ? Instant.now() : startsAt;
        if (endsAt != null && !endsAt.isAfter(earliest)) {
            throw ProblemException.unprocessable(
                    List.of(
                            new Problem.FieldError(
                                    "ends_at", "(expected: after starts_at and after now)")));
        }
    }
}
