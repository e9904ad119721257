package dev.wardcast.vitals.fhir;

import dev.wardcast.kit.problem.Problem;
import dev.wardcast.vitals.fhir.Issue.Code;
import dev.wardcast.vitals.fhir.Issue.Severity;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is wrong under {@code /fhir} is said as an OperationOutcome, also what was refused long
 * before a controller saw it.
 */
@ServerFilter({"/fhir", "/fhir/**"})
final class FhirRefusals implements Ordered {

    /** Outside of security, whose refusals go through here too. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 100;
    }

    @ResponseFilter
    void translate(HttpRequest<?> request, MutableHttpResponse<?> answer) {
        if (answer.body() instanceof Problem problem) {
            answer.body(FhirJson.write(Issue.outcome(issues(problem))))
                    .contentType(FhirAnswers.typeFor(request));
        }
    }

    private static List<Issue> issues(Problem problem) {
        Code code = code(problem.status(), problem.code());
        String detail = problem.detail() == null ? problem.title() : problem.detail();
        return List.of(new Issue(Severity.ERROR, code, detail, null));
    }

    static Code code(int status, @Nullable String code) {
        return switch (status) {
            case 400 -> "invalid_parameter".equals(code) ? Code.VALUE : Code.STRUCTURE;
            case 401 -> Code.LOGIN;
            case 403 -> Code.FORBIDDEN;
            case 404 -> Code.NOT_FOUND;
            case 409 -> Code.CONFLICT;
            case 413 -> Code.TOO_LONG;
            case 422 -> Code.VALUE;
            case 429 -> Code.THROTTLED;
            case 503 -> Code.TRANSIENT;
            default -> status < 500 ? Code.NOT_SUPPORTED : Code.EXCEPTION;
        };
    }

    /** What FHIR's own readers throw. */
    @Singleton
    static final class Handler implements ExceptionHandler<OutcomeException, HttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes")
        public HttpResponse<?> handle(HttpRequest request, OutcomeException refusal) {
            return FhirAnswers.refusal(request, refusal.status(), refusal.issues());
        }
    }
}
