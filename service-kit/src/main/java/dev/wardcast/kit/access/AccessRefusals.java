package dev.wardcast.kit.access;

import dev.wardcast.kit.access.AccessDecisions.AccessUnknownException;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** How a decision is answered over HTTP. */
public final class AccessRefusals {

    private static final int RETRY_SECONDS = 2;

    private AccessRefusals() {}

    /**
     * Waits for the decision; for virtual threads.
     *
     * @throws ProblemException unless it is {@link Decision.Allowed}
     */
    public static void require(CompletionStage<Decision> decision) {
        switch (await(decision)) {
            case Decision.Allowed ignored -> {}
            case Decision.Denied denied ->
                    throw ProblemException.forbidden(denied.code(), denied.reason());
            case Decision.NoSuchThing missing ->
                    throw ProblemException.notFound(missing.code(), missing.reason());
            case Decision.NotActive inactive ->
                    throw ProblemException.unauthorized("not_active", inactive.reason());
            case Decision.Undecided undecided -> throw unknown(undecided.reason());
        }
    }

    /**
     * Waits for an answer of {@link AccessDecisions}; for virtual threads.
     *
     * @throws ProblemException with 503 while the projection is away
     */
    public static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AccessUnknownException) {
                throw unknown("Access can't be decided at the moment.");
            }
            throw e;
        }
    }

    private static ProblemException unknown(String reason) {
        return ProblemException.retryLater(
                HttpStatus.SERVICE_UNAVAILABLE, "access_unknown", reason, RETRY_SECONDS);
    }
}
