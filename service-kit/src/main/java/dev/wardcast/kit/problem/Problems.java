package dev.wardcast.kit.problem;

import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.context.ServerHttpRequestContext;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every error, ours and the framework's, into a {@link Problem}. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

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
            Optional<ProblemException> refusal = context.getRootCause().flatMap(Causes::refusal);
            if (refusal.isEmpty() && response.code() == HttpStatus.BAD_REQUEST.getCode()) {
                refusal = context.getRootCause().flatMap(Unreadable::refusal);
            }
            if (refusal.isPresent()) {
                return response(refusal.get());
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
                tell(context, status);
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

    /** Often on a thread that knows nothing of the request, whose id is to be in the line. */
    private static void tell(ErrorContext context, int status) {
        try (PropagatedContext.Scope ignored =
                PropagatedContext.getOrEmpty()
                        .plus(new ServerHttpRequestContext(context.getRequest()))
                        .propagate()) {
            LOG.error(
                    "answered {} to {} {} because of {}",
                    status,
                    context.getRequest().getMethod(),
                    BasicHttpAttributes.getUriTemplate(context.getRequest())
                            .orElse("an unknown route"),
                    context.getRootCause().map(cause -> cause.getClass().getName()).orElse("–"));
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
