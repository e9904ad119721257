package dev.wardcast.kit.access;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;

/** What a request hears that the security rules turned away: a problem, never a redirect. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class Unauthenticated implements ExceptionHandler<AuthorizationException, HttpResponse<?>> {

    /** Request attribute: it could not be decided whether the token is good. */
    static final String UNDECIDED = "dev.wardcast.access.undecided";

    private final ExceptionHandler<ProblemException, HttpResponse<?>> problems;

    Unauthenticated(ExceptionHandler<ProblemException, HttpResponse<?>> problems) {
        this.problems = problems;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, AuthorizationException refusal) {
        return problems.handle(request, problem(request, refusal));
    }

    private static ProblemException problem(
            HttpRequest<?> request, AuthorizationException refusal) {
        if (refusal.isForbidden()) {
            return ProblemException.forbidden("forbidden", "This is not for any of your roles.");
        }
        if (request.getAttribute(UNDECIDED).isPresent()) {
            return ProblemException.retryLater(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "access_undecided",
                    "Access can't be decided at the moment.",
                    1);
        }
        return ProblemException.unauthorized(
                "unauthenticated", "A valid token of an active user is needed.");
    }
}
