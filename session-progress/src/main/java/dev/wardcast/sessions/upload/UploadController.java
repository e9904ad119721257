package dev.wardcast.sessions.upload;

import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.SessionsSettings;
import dev.wardcast.sessions.audio.LimitedStream;
import dev.wardcast.sessions.progress.Session;
import dev.wardcast.sessions.progress.SessionAccess.Reader;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes recordings. */
@Controller("/api/sessions")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "sessions")
class UploadController {

    private final Uploads uploads;
    private final UploadLimit limit;
    private final SessionsSettings settings;

    UploadController(Uploads uploads, UploadLimit limit, SessionsSettings settings) {
        this.uploads = uploads;
        this.limit = limit;
        this.settings = settings;
    }

    /**
     * Takes the recording of a session as a form of {@code audio} (a WAV file) and {@code
     * patient_id}, in any order. With {@code patient_id} first, one that is refused is refused
     * before the recording is sent.
     */
    @Post(consumes = MediaType.MULTIPART_FORM_DATA)
    @Status(HttpStatus.CREATED)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = Form.class)))
    @ApiResponse(responseCode = "201", description = "the recording is kept and the session made")
    @ApiResponse(
            responseCode = "403",
            description = "not for the caller's roles, or not their patient")
    @ApiResponse(responseCode = "413", description = "the recording is too long")
    @ApiResponse(responseCode = "415", description = "the recording is no WAV file")
    @ApiResponse(responseCode = "422", description = "a field is missing or wrong")
    Session upload(Caller caller, Actor actor, HttpRequest<?> request) throws IOException {
        Reader reader = new Reader(caller);
        String contentType = request.getHeaders().get(HttpHeaders.CONTENT_TYPE);
        String boundary =
                HeaderParameters.find(
                        String.valueOf(contentType), MediaType.MULTIPART_FORM_DATA, "boundary");
        if (request.getContentLength() > limit.longestBody()) {
            throw tooLarge();
        }
        try (InputStream received = ((ServerHttpRequest<?>) request).byteBody().toInputStream()) {
            InputStream body = new LimitedStream(received, limit.longestBody(), this::tooLarge);
            return uploads.receive(reader, actor, new MultipartReader(body, boundary));
        } catch (EOFException e) {
            throw ProblemException.badRequest(
                    "malformed_multipart", "multipart body (expected: ends with its boundary)");
        }
    }

    private ProblemException tooLarge() {
        return ProblemException.of(
                HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                "form_too_large",
                "multipart body (expected: audio of at most %,d bytes and little around it)"
                        .formatted(settings.maxAudio()));
    }

    /** The form, for its documentation. */
    @Schema(
            name = "SessionUpload",
            requiredProperties = {"audio", "patient_id"})
    record Form(@Schema(type = "string", format = "binary") String audio, String patient_id) {}
}
