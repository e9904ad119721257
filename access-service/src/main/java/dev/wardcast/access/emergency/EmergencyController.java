package dev.wardcast.access.emergency;

import dev.wardcast.access.emergency.EmergencyDesk.Begin;
import dev.wardcast.access.page.OfPatient;
import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.people.OpenOrAll;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.Problem;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import dev.wardcast.kit.text.WholeNumber;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Emergency access ("break-glass") to a patient, effective everywhere with the answer. */
@Controller("/api/v1/break-glass")
@ExecuteOn(TaskExecutors.BLOCKING)
class EmergencyController {

    private static final int USUAL_MINUTES = 60;
    private static final int MOST_MINUTES = 240;
    private static final int AN_HOUR = 3_600;
    private static final int SHORTEST_REASON = 10;
    private static final int LONGEST_REASON = 500;

    private final EmergencyDesk desk;
    private final EmergencyTable table;
    private final Projector projector;

    EmergencyController(EmergencyDesk desk, EmergencyTable table, Projector projector) {
        this.desk = desk;
        this.table = table;
        this.projector = projector;
    }

    @Serdeable
    record Wish(
            @NotNull @Pattern(regexp = Ids.PATTERN) String patientId,
            @NotNull String reason,
            @Nullable
                    @Min(1)
                    @Max(MOST_MINUTES)
                    @Serdeable.Deserializable(using = WholeNumber.class)
                    Integer minutes) {}

    @Serdeable
    record Begun(String id, String patientId, Instant until) {}

    /**
     * @param endedBy left out where the time was over
     */
    @Serdeable
    record Access(
            String id,
            String userId,
            String patientId,
            String reason,
            Instant startedAt,
            Instant until,
            @Nullable Instant endedAt,
            @Nullable String endedBy)
            implements OfPatient {

        static Access of(EmergencyRow row) {
            return new Access(
                    row.id(),
                    row.userId(),
                    row.patientId(),
                    row.reason(),
                    row.startedAt(),
                    row.until(),
                    row.endedAt(),
                    row.endedBy());
        }
    }

    @Post
    @Secured({"DOCTOR", "NURSE"})
    @Status(HttpStatus.CREATED)
    Begun begin(@Body @Valid Wish wish, Actor by) {
        int minutes = wish.minutes() == null ? USUAL_MINUTES : wish.minutes();
        String reason = reason(wish.reason());
        EmergencyRow access =
                switch (desk.begin(wish.patientId(), reason, minutes, by)) {
                    case Begin.Begun begun -> begun.access();
                    case Begin.UnknownPatient _ ->
                            throw ProblemException.notFound(
                                    "unknown_patient", "There is no such patient.");
                    case Begin.TooManyOpen open ->
                            throw ProblemException.conflict(
                                    "too_many_open",
                                    "You have emergency access to %d patients; end one first."
                                            .formatted(open.most()));
                    case Begin.TooManyTries tries ->
                            throw ProblemException.retryLater(
                                    HttpStatus.TOO_MANY_REQUESTS,
                                    "too_many_tries",
                                    "Emergency access can be asked for %d times a day."
                                            .formatted(tries.most()),
                                    AN_HOUR);
                };
        projector.project();
        return new Begun(access.id(), access.patientId(), access.until());
    }

    /** By whoever took it, or an administrator. */
    @Delete("/{id}")
    @Secured({"DOCTOR", "NURSE", "ADMIN"})
    @Status(HttpStatus.NO_CONTENT)
    void end(String id, Actor by) {
        Ids.require("id", id);
        if (desk.end(id, by).isEmpty()) {
            throw ProblemException.notFound(
                    "unknown_break_glass", "There is no such emergency access.");
        }
        projector.project();
    }

    /**
     * Everybody's, the newest first.
     *
     * @param state {@code open} (without it too) or {@code all}
     */
    @Get
    @Secured("ADMIN")
    @PatientRead(value = "break_glass", search = true)
    Page<Access> list(
            @QueryValue @Nullable String state,
            @QueryValue("user_id") @Nullable String userId,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        if (userId != null) {
            Ids.require("user_id", userId);
        }
        return page(userId, state, Paging.of(limit, cursor));
    }

    /** One's own, the newest first. */
    @Get("/mine")
    @Secured({"DOCTOR", "NURSE"})
    @PatientRead(value = "break_glass", search = true)
    Page<Access> mine(
            Caller caller,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        return page(caller.userId(), state, Paging.of(limit, cursor));
    }

    /** Blanks are no words, and are not counted around them. */
    private static String reason(String given) {
        PlainText.require("reason", given);
        String words = given.strip();
        if (words.length() < SHORTEST_REASON || words.length() > LONGEST_REASON) {
            throw ProblemException.unprocessable(
                    List.of(
                            new Problem.FieldError(
                                    "reason",
                                    "(expected: %d to %d characters)"
                                            .formatted(SHORTEST_REASON, LONGEST_REASON))));
        }
        return words;
    }

    private Page<Access> page(@Nullable String userId, @Nullable String state, Paging paging) {
        boolean all = OpenOrAll.all(state);
        return Page.of(
                table.page(paging.after(), userId, all, paging.oneMore()),
                paging,
                EmergencyRow::id,
                Access::of);
    }
}
