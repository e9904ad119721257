package dev.wardcast.sessions.progress;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.progress.SessionAccess.Reader;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where sessions stand, and the workers that say so. */
@Controller("/api/sessions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "sessions")
class SessionsController {

    private final SessionAccess access;
    private final Sessions sessions;

    SessionsController(SessionAccess access, Sessions sessions) {
        this.access = access;
        this.sessions = sessions;
    }

    /** A session as it stands now. */
    @Get("/{id}")
    @PatientRead(value = "session", id = "id")
    @ApiResponse(responseCode = "200", description = "the session")
    @ApiResponse(
            responseCode = "403",
            description = "the session of a patient whom the caller may not see")
    @ApiResponse(responseCode = "404", description = "there is no such session")
    Session get(Caller caller, String id) {
        Reader reader = new Reader(caller);
        requireId(id);
        Session session = sessions.find(id).orElseThrow(SessionsController::unknown);
        access.require(reader, session.patientId());
        return session;
    }

    /**
     * A worker reports how far it is. A report that is not ahead of where the session stands is
     * taken and changes nothing.
     */
    @Post("/{id}/progress")
    @ApiResponse(responseCode = "200", description = "the session as it stands then")
    @ApiResponse(responseCode = "403", description = "the caller is no PIPELINE")
    @ApiResponse(responseCode = "404", description = "there is no such session")
    @ApiResponse(responseCode = "409", description = "the session had ended before")
    @ApiResponse(responseCode = "422", description = "a field is missing or wrong")
    Session report(Caller caller, String id, @Body Request request) {
        access.requireWorker(caller);
        requireId(id);
        return sessions.report(id, request.checked()).orElseThrow(SessionsController::unknown);
    }

    private static void requireId(String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown_session", "There is no such session.");
    }

    /**
     * @param status one of uploaded, decoding, analysing, segmenting, transcribing, processed,
     *     failed; the last two end the session
     * @param progress percent, 0 to 100
     * @param message for people, one line of at most 500 characters
     * @param error why it failed, at most 2,000 characters
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Request(
            @Nullable String status,
            @Nullable Integer progress,
            @Nullable String message,
            @Nullable String error) {
        Report checked() {
            return Report.checked(status, progress, message, error);
        }
    }
}
