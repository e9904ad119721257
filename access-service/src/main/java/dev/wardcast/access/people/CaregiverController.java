package dev.wardcast.access.people;

import dev.wardcast.access.projection.Projector;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.problem.Problem;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives caregivers access to patients and takes it away, effective everywhere with the answer. */
@Controller("/api/v1/caregivers/{id}/patients/{patientId}")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class CaregiverController {

    private final Users users;
    private final Patients patients;
    private final Grants grants;
    private final Projector projector;

    CaregiverController(Users users, Patients patients, Grants grants, Projector projector) {
        this.users = users;
        this.patients = patients;
        this.grants = grants;
        this.projector = projector;
    }

    /**
     * @param startsAt from then on; without it at once
     * @param endsAt until then, exclusively; without it until it is revoked
     */
    @Serdeable
    record Period(@Nullable Instant startsAt, @Nullable Instant endsAt) {}

    @Put
    @Status(HttpStatus.NO_CONTENT)
    void give(String id, String patientId, @Body @Nullable Period period, Caller caller) {
        requireBoth(id, patientId);
        if (!users.rolesOf(id).contains("CAREGIVER")) {
            throw ProblemException.conflict("not_a_caregiver", "This user is not a caregiver.");
        }
        Instant startsAt = period == null ? null : period.startsAt();
        Instant endsAt = period == null ? null : period.endsAt();
        requireOrder(startsAt, endsAt);
        grants.give(id, patientId, startsAt, endsAt, caller.userId());
        projector.project();
    }

    @Delete
    @Status(HttpStatus.NO_CONTENT)
    void revoke(String id, String patientId, Caller caller) {
        requireBoth(id, patientId);
        grants.revoke(id, patientId, caller.userId());
        projector.project();
    }

    private void requireBoth(String id, String patientId) {
        if (!Room.ID.matcher(id).matches() || !Room.ID.matcher(patientId).matches()) {
            throw ProblemException.badRequest(
                    "invalid_id", "id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
        if (users.find(id).isEmpty()) {
            throw ProblemException.notFound("unknown_user", "There is no such user.");
        }
        if (!patients.exists(patientId)) {
            throw ProblemException.notFound("unknown_patient", "There is no such patient.");
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
