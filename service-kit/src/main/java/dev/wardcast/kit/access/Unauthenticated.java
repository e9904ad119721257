package dev.wardcast.kit.access;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.context.annotation.Executable;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;
import java.util.List;

/** What a request hears that the security rules turned away: a problem, never a redirect. */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
final class Unauthenticated implements ExceptionHandler<AuthorizationException, HttpResponse<?>> {

    /** Request attribute: it could not be decided whether the token is good. */
    static final String UNDECIDED = "dev.wardcast.access.undecided";

    private final ExceptionHandler<ProblemException, HttpResponse<?>> problems;
    private final List<RoleRefusals> listeners;

    Unauthenticated(
            ExceptionHandler<ProblemException, HttpResponse<?>> problems,
            List<RoleRefusals> listeners) {
        this.problems = problems;
        this.listeners = listeners;
    }

    /** Not on the event loop: the audit may hear of it. */
    @Override
    @Executable
    @ExecuteOn(TaskExecutors.BLOCKING)
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, AuthorizationException refusal) {
        HttpRequest<?> refused = request;
        try {
            if (refusal.isForbidden()) {
                listeners.forEach(listener -> listener.refused(refused));
            }
        } catch (ProblemException notRecorded) {
            return problems.handle(request, notRecorded);
        }
        return problems.handle(request, problem(refused, refusal));
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
