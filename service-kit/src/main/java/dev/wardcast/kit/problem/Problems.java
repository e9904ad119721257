package dev.wardcast.kit.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns every error, ours and the framework's, into a {@link Problem}. */
final class Problems {

    static final MediaType PROBLEM_JSON = MediaType.of("application/problem+json");

    private Problems() {}

    /** What we throw ourselves. */
    @Singleton
    @Produces("application/problem+json")
    static final class Handler implements ExceptionHandler<ProblemException, HttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public HttpResponse<?> handle(HttpRequest request, ProblemException refusal) {
            return response(refusal);
        }
    }

    /** What the framework refuses: routing, body limits, malformed JSON, missing tokens. */
    @Singleton
    static final class FrameworkErrors implements ErrorResponseProcessor<Problem> {
        @Override
        public MutableHttpResponse<Problem> processResponse(
                ErrorContext context, MutableHttpResponse<?> response) {
            if (context.getRootCause().orElse(null) instanceof ProblemException refusal) {
                return response(refusal);
            }
            List<Problem.FieldError> fields = new ArrayList<>();
            StringBuilder detail = new StringBuilder();
            for (Error error : context.getErrors()) {
                String message = oneLine(error.getMessage());
                error.getPath()
                        .ifPresent(path -> fields.add(new Problem.FieldError(path, message)));
                detail.append(detail.isEmpty() ? "" : "; ").append(message);
            }
            int status = response.code();
            @Nullable String text = detail.isEmpty() ? null : detail.toString();
            if (status >= 500) {
                // The cause is in the log; a client is not told about our insides.
                text = "The request failed on our side. It is safe to try again.";
            } else if (status == HttpStatus.REQUEST_ENTITY_TOO_LARGE.getCode()) {
                // The framework explains its settings to the client.
                text = "The body is longer than this endpoint takes.";
            }
            return response.body(
                            new Problem(
                                    "about:blank",
                                    response.reason(),
                                    status,
                                    text,
                                    null,
                                    fields.isEmpty() ? null : fields))
                    .contentType(PROBLEM_JSON);
        }
    }

    static MutableHttpResponse<Problem> response(ProblemException refusal) {
        MutableHttpResponse<Problem> response =
                HttpResponse.<Problem>status(refusal.status()).body(refusal.toProblem());
        response.contentType(PROBLEM_JSON);
        refusal.headers().forEach(response::header);
        return response;
    }

    /**
     * Parser messages quote their input; line breaks and control characters stay out of the answer.
     */
    private static String oneLine(String message) {
        String clean = message.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() <= 500 ? clean : clean.substring(0, 500) + "…";
    }
}
