package dev.wardcast.notifications.appointments;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appointments of the signed-in user. */
@Controller("/api/appointments")
@Secured({"PATIENT", "CAREGIVER", "DOCTOR", "NURSE", "THERAPIST", "DISPATCHER", "ADMIN"})
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "appointments")
class AppointmentController {

    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    private final AppointmentDesk desk;

    AppointmentController(AppointmentDesk desk) {
        this.desk = desk;
    }

    @Post
    @Status(HttpStatus.CREATED)
    @Operation(summary = "Makes an appointment, of which its participants are reminded")
    @ApiResponse(responseCode = "201", description = "made")
    @ApiResponse(responseCode = "403", description = "no access to the patient")
    @ApiResponse(responseCode = "422", description = "a field is missing or wrong")
    Appointment make(Caller caller, Actor actor, @Body AppointmentRequest request) {
        return desk.make(caller, actor, request);
    }

    @Get
    @PatientRead(value = "appointment", search = true, always = false)
    @Operation(
            summary = "Appointments that the caller made or takes part in",
            description = "In the order in which they begin; next_cursor leads on.")
    @ApiResponse(responseCode = "200", description = "a page")
    Page list(
            Caller caller,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        int size = limit == null ? USUAL_PAGE : limit;
        if (size < 1 || size > LARGEST_PAGE) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: %d (expected: 1 to %d)".formatted(size, LARGEST_PAGE));
        }
        AppointmentPlace after = cursor == null ? null : AppointmentPlace.parse(cursor);
        List<Appointment> found = desk.list(caller, begin(from), after, size + 1);
        List<Appointment> page = found.size() > size ? found.subList(0, size) : found;
        String next = found.size() > size ? AppointmentPlace.of(page.getLast()).cursor() : null;
        return new Page(desk.visible(caller, page), next);
    }

    private static Instant begin(@Nullable String from) {
        try {
            Instant begin = from == null ? Instant.now() : Instant.parse(from);
            if (begin.isAfter(Instant.EPOCH)
                    && begin.isBefore(Instant.parse("2300-01-01T00:00:00Z"))) {
                return begin;
            }
        } catch (DateTimeException e) {
            // Answered below.
        }
        throw ProblemException.badRequest(
                "invalid_from", "from (expected: a time such as 2026-11-25T08:30:00Z)");
    }

    @Get("/{id}")
    @PatientRead(value = "appointment", id = "id", always = false)
    @ApiResponse(responseCode = "200", description = "the appointment with its reminders")
    @ApiResponse(responseCode = "404", description = "the caller has no such appointment")
    Appointment read(Caller caller, String id) {
        return desk.read(caller, id);
    }

    @Put("/{id}")
    @Operation(
            summary = "Moves or changes an appointment; its reminders begin anew",
            description = "The body says all of it, as when it was made.")
    @ApiResponse(responseCode = "200", description = "as it is now")
    @ApiResponse(responseCode = "403", description = "neither the caller's own nor an ADMIN")
    @ApiResponse(responseCode = "409", description = "cancelled")
    Appointment move(Caller caller, Actor actor, String id, @Body AppointmentRequest request) {
        return desk.move(caller, actor, id, request);
    }

    @Delete("/{id}")
    @Operation(summary = "Cancels an appointment: nobody is reminded of it any more")
    @ApiResponse(responseCode = "200", description = "cancelled, now or before")
    Appointment cancel(Caller caller, Actor actor, String id) {
        return desk.cancel(caller, actor, id);
    }

    /**
     * @param nextCursor {@code null} at the end
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<Appointment> appointments, @Nullable String nextCursor)
            implements PatientRead.AboutPatients {
        @Override
        public Iterable<String> aboutPatients() {
            return appointments.stream()
                    .flatMap(one ->
                            one.patientId() == null
                                    ? null
                                    : java.util.stream.Stream.of(one.patientId()))
                    .toList();
        }
    }
}
