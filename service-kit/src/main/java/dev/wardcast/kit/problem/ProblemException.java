package dev.wardcast.kit.problem;

import io.micronaut.http.HttpStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that becomes a {@link Problem}. Thrown by decision code, turned into HTTP in one place.
 */
public final class ProblemException extends RuntimeException {

    private final HttpStatus status;
    private final String code;
    private final List<Problem.FieldError> errors;
    private final Map<String, String> headers;

    private ProblemException(
            HttpStatus status,
            String code,
            String detail,
            List<Problem.FieldError> errors,
            Map<String, String> headers) {
        // A refusal is an answer, not a failure: nobody reads its stack.
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.errors = errors;
        this.headers = headers;
    }

    public static ProblemException badRequest(String code, String detail) {
        return of(HttpStatus.BAD_REQUEST, code, detail);
    }

    public static ProblemException unauthorized(String code, String detail) {
        return new ProblemException(
                HttpStatus.UNAUTHORIZED,
                code,
                detail,
                List.of(),
                Map.of("WWW-Authenticate", "Bearer"));
    }

    public static ProblemException forbidden(String code, String detail) {
        return of(HttpStatus.FORBIDDEN, code, detail);
    }

    public static ProblemException notFound(String code, String detail) {
        return of(HttpStatus.NOT_FOUND, code, detail);
    }

    public static ProblemException conflict(String code, String detail) {
        return of(HttpStatus.CONFLICT, code, detail);
    }

    /** A field can't even be read. */
    static ProblemException badField(Problem.FieldError error) {
        return invalid(HttpStatus.BAD_REQUEST, List.of(error));
    }

    public static ProblemException unprocessable(List<Problem.FieldError> errors) {
        return invalid(HttpStatus.UNPROCESSABLE_ENTITY, errors);
    }

    private static ProblemException invalid(HttpStatus status, List<Problem.FieldError> errors) {
        String detail =
                String.join(
                        "; ", errors.stream().map(e -> e.field() + ": " + e.message()).toList());
        return new ProblemException(status, "invalid_field", detail, errors, Map.of());
    }

    /** 429 or 503: the caller may try again after that many seconds. */
    public static ProblemException retryLater(
            HttpStatus status, String code, String detail, int afterSeconds) {
        return new ProblemException(
                status,
                code,
                detail,
                List.of(),
                Map.of("Retry-After", Integer.toString(afterSeconds)));
    }

    public static ProblemException of(HttpStatus status, String code, String detail) {
        return new ProblemException(status, code, detail, List.of(), Map.of());
    }

    /** The same with a header more in its answer. */
    public ProblemException withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new ProblemException(status, code, String.valueOf(getMessage()), errors, more);
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public Problem toProblem() {
        @Nullable List<Problem.FieldError> fields = errors.isEmpty() ? null : errors;
        return new Problem(
                "about:blank", status.getReason(), status.getCode(), getMessage(), code, fields);
    }
}
