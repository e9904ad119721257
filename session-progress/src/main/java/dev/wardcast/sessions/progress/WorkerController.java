package dev.wardcast.sessions.progress;

import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.audio.AudioStore;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For workers outside: which session to work on, and its recording. */
@Controller("/api/sessions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "sessions")
class WorkerController {

    private static final int SHORTEST_LEASE = 1;
    private static final int LONGEST_LEASE = 600;
    private static final int USUAL_LEASE = 30;

    private final SessionAccess access;
    private final Sessions sessions;
    private final Claims claims;
    private final AudioStore audio;
    private final AuditTrail audit;

    WorkerController(
            SessionAccess access,
            Sessions sessions,
            Claims claims,
            AudioStore audio,
            AuditTrail audit) {
        this.access = access;
        this.sessions = sessions;
        this.claims = claims;
        this.audio = audio;
        this.audit = audit;
    }

    /**
     * A worker takes on the session that waits longest. Until the lease ends nobody else gets it;
     * each report prolongs it.
     */
    @Post("/claim")
    @ApiResponse(responseCode = "200", description = "the session, and the lease")
    @ApiResponse(responseCode = "204", description = "no session waits")
    @ApiResponse(responseCode = "403", description = "the caller is no PIPELINE")
    @ApiResponse(responseCode = "422", description = "lease_seconds is out of its range")
    HttpResponse<Claim> claim(Caller caller, Actor actor, @Body @Nullable Wish wish) {
        access.requireWorker(caller);
        Duration lease = Wish.lease(wish);
        Optional<Claim> claim = claims.next(caller.userId(), lease, actor);
        return claim.<HttpResponse<Claim>>map(HttpResponse::ok).orElseGet(HttpResponse::noContent);
    }

    /** The recording of a session that the worker has claimed. */
    @Get(
            value = "/{id}/audio",
            produces = {"audio/wav", MediaType.ALL})
    @ApiResponse(responseCode = "200", description = "a WAV file")
    @ApiResponse(responseCode = "403", description = "the caller is no PIPELINE")
    @ApiResponse(responseCode = "404", description = "there is no such session")
    @ApiResponse(responseCode = "409", description = "the lease is not the caller's, or has ended")
    HttpResponse<StreamedFile> audio(
            Caller caller, Actor actor, String id, @QueryValue("lease_id") String lease)
            throws IOException {
        access.requireWorker(caller);
        Session session = sessions.find(id).orElseThrow(Sessions::unknown);
        if (!claims.hold(session.sessionId(), new Worker(caller.userId(), lease))) {
            throw ProblemException.conflict(
                    "lease_ended", "This lease has ended; claim the session again.");
        }
        audit.record(
                AuditEntry.of(actor, AuditAction.PATIENT_READ)
                        .on("recording", session.sessionId())
                        .patient(session.patientId()));
        AudioStore.Kept kept = recording(session);
        return HttpResponse.ok(
                new StreamedFile(kept.content(), MediaType.of("audio/wav"), 0L, kept.bytes()));
    }

    private AudioStore.Kept recording(Session session) throws IOException {
        try {
            return audio.open(session.sessionId());
        } catch (NoSuchFileException e) {
            throw ProblemException.notFound("no_recording", "The recording is not there.");
        }
    }

    /**
     * @param leaseSeconds 1 to 600; 30 if missing
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Wish(@Nullable Integer leaseSeconds) {

        static Duration lease(@Nullable Wish wish) {
            Integer seconds = wish == null ? null : wish.leaseSeconds();
            if (seconds == null) {
                return Duration.ofSeconds(USUAL_LEASE);
            }
            if (seconds < SHORTEST_LEASE || seconds > LONGEST_LEASE) {
                throw ProblemException.unprocessable(
                        List.of(
                                new FieldError(
                                        "lease_seconds",
                                        "%d (expected: %d to %d)"
                                                .formatted(
                                                        seconds, SHORTEST_LEASE, LONGEST_LEASE))));
            }
            return Duration.ofSeconds(seconds);
        }
    }
}
