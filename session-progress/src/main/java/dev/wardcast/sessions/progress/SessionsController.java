package dev.wardcast.sessions.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.audit.RefusedChanges;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.progress.SessionAccess.Reader;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where sessions stand, and the workers that say so. */
@Controller("/api/sessions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "sessions")
class SessionsController {

    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    private final SessionAccess access;
    private final Sessions sessions;
    private final Reports reports;
    private final RefusedChanges refused;
    private final JsonMapper json;

    SessionsController(
            SessionAccess access,
            Sessions sessions,
            Reports reports,
            RefusedChanges refused,
            JsonMapper json) {
        this.access = access;
        this.sessions = sessions;
        this.reports = reports;
        this.refused = refused;
        this.json = json;
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
        return seen(caller, id);
    }

    /** Sessions of a patient, the newest first. */
    @Get
    @PatientRead(value = "session", search = true)
    @ApiResponse(responseCode = "200", description = "a page; next_cursor leads on")
    @ApiResponse(responseCode = "400", description = "whose they are is missing, or a wrong limit")
    @ApiResponse(responseCode = "403", description = "a patient whom the caller may not see")
    Page list(
            Caller caller,
            @Nullable @QueryValue("patient_id") String patientId,
            @Nullable @QueryValue Integer limit,
            @Nullable @QueryValue String cursor) {
        Reader reader = new Reader(caller);
        if (patientId == null || !Room.ID.matcher(patientId).matches()) {
            throw ProblemException.badRequest("invalid_patient_id", "patient_id (expected: an id)");
        }
        access.require(reader, patientId);
        int size = limit == null ? USUAL_PAGE : limit;
        if (size < 1 || size > LARGEST_PAGE) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: %d (expected: 1 to %d)".formatted(size, LARGEST_PAGE));
        }
        if (cursor != null && !Room.ID.matcher(cursor).matches()) {
            throw ProblemException.badRequest(
                    "invalid_cursor", "cursor (expected: a next_cursor of this list)");
        }
        List<Session> found = sessions.of(patientId, cursor, size + 1);
        return found.size() > size
                ? new Page(found.subList(0, size), found.get(size - 1).sessionId())
                : new Page(found, null);
    }

    /**
     * @param nextCursor {@code null} at the end
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<Session> sessions, @Nullable String nextCursor)
            implements PatientRead.AboutPatients {
        @Override
        public Iterable<String> aboutPatients() {
            return sessions.stream().map(Session::patientId).distinct().toList();
        }
    }

    /** What was found out about a recording, once it is processed. */
    @Get("/{id}/result")
    @PatientRead(value = "session", id = "id")
    @ApiResponse(responseCode = "200", description = "what the pipeline found out")
    @ApiResponse(
            responseCode = "403",
            description = "the session of a patient whom the caller may not see")
    @ApiResponse(
            responseCode = "404",
            description = "there is no such session, or its pipeline found out nothing")
    @ApiResponse(responseCode = "409", description = "it is not processed")
    HttpResponse<String> result(Caller caller, String id) {
        Session session = seen(caller, id);
        if (Status.of(session) != Status.PROCESSED) {
            throw ProblemException.conflict(
                    "session_not_processed",
                    "This session is " + session.status() + " (expected: processed).");
        }
        String result =
                sessions.result(id)
                        .orElseThrow(() ->
                                ProblemException.notFound(
                                        "no_result",
                                        "The worker that processed this session told no result."));
        return HttpResponse.ok(result).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /** Has a session that failed processed again, from the beginning. */
    @Post("/{id}/retry")
    @ApiResponse(responseCode = "200", description = "the session, which waits for a worker")
    @ApiResponse(
            responseCode = "403",
            description = "the session of a patient whom the caller may not see")
    @ApiResponse(responseCode = "404", description = "there is no such session")
    @ApiResponse(responseCode = "409", description = "it has not failed")
    Session retry(Caller caller, Actor actor, String id) {
        Reader reader = new Reader(caller);
        Session session = known(id);
        refused.telling(
                AuditEntry.of(actor, AuditAction.SESSION_RETRIED)
                        .on("session", id)
                        .patient(session.patientId()),
                () -> access.require(reader, session.patientId()));
        return sessions.retry(id, actor).orElseThrow(Sessions::unknown);
    }

    private Session seen(Caller caller, String id) {
        Reader reader = new Reader(caller);
        Session session = known(id);
        access.require(reader, session.patientId());
        return session;
    }

    private Session known(String id) {
        requireId(id);
        return sessions.find(id).orElseThrow(Sessions::unknown);
    }

    /**
     * A worker reports how far it is. A report that is not ahead of where the session stands is
     * taken and changes nothing.
     */
    @Post("/{id}/progress")
    @ApiResponse(responseCode = "200", description = "the session as it stands then")
    @ApiResponse(responseCode = "403", description = "the caller is no PIPELINE")
    @ApiResponse(responseCode = "404", description = "there is no such session")
    @ApiResponse(
            responseCode = "409",
            description = "the session had ended before, is another's, or the lease has ended")
    @ApiResponse(responseCode = "422", description = "a field is missing or wrong")
    Session report(Caller caller, Actor actor, String id, @Body Request request) {
        access.requireWorker(caller);
        requireId(id);
        Worker worker = new Worker(caller.userId(), request.leaseId());
        return reports.report(id, request.checked(json), worker, actor);
    }

    private static void requireId(String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw Sessions.unknown();
        }
    }

    /**
     * @param status one of uploaded, decoding, analysing, segmenting, transcribing, processed,
     *     failed; the last two end the session
     * @param progress percent, 0 to 100
     * @param message for people, one line of at most 500 characters
     * @param error why it failed, at most 2,000 characters
     * @param leaseId of a session that was claimed: what the claim answered
     * @param result with processed: what was found out, any object
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Request(
            @Nullable String status,
            @Nullable Integer progress,
            @Nullable String message,
            @Nullable String error,
            @Nullable String leaseId,
            @Nullable JsonNode result) {
        Report checked(JsonMapper json) {
            Report report = Report.checked(status, progress, message, error);
            return result == null || result.isNull() ? report : report.found(object(json, result));
        }

        private static String object(JsonMapper json, JsonNode result) {
            if (!result.isObject()) {
                throw ProblemException.unprocessable(
                        List.of(new FieldError("result", "(expected: an object)")));
            }
            try {
                return json.writeValueAsString(result);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
