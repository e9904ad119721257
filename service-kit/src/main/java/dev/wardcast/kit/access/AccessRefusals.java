package dev.wardcast.kit.access;

import dev.wardcast.kit.access.AccessDecisions.AccessUnknownException;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** How a decision is answered over HTTP. */
public final class AccessRefusals {

    private static final int RETRY_SECONDS = 2;

    private static final Decision EMERGENCY_ONLY =
            new Decision.Denied(
                    "emergency_access_only",
                    "Emergency access ends, and this would stay. Ask a doctor of the patient.");

    private AccessRefusals() {}

    /**
     * Waits for the decision; for virtual threads.
     *
     * @throws ProblemException unless it is {@link Decision.Allowed}
     */
    public static void require(CompletionStage<Decision> decision) {
        require(await(decision));
    }

    /**
     * Access by one of these roles. What other roles of the caller give does not count: a doctor
     * who is a relative's caregiver is not that relative's doctor.
     *
     * @throws ProblemException 403 {@code role_required} for somebody who sees the patient by
     *     another role only; otherwise as {@link #require(CompletionStage)}
     */
    public static void requireAs(
            AccessDecisions access,
            Caller caller,
            String patientId,
            PatientScope scope,
            Set<Role> oneOf) {
        require(access.maySee(caller, patientId, scope));
        Decision so = await(access.maySee(caller.onlyAs(oneOf), patientId, scope));
        require(so instanceof Decision.Denied ? Decision.Denied.withoutRole(oneOf) : so);
    }

    /**
     * The same for a change that stays when emergency access has ended.
     *
     * @throws ProblemException 403 {@code emergency_access_only} for somebody who has the access
     *     for the emergency only; otherwise as {@link #requireAs}
     */
    public static void requireLastinglyAs(
            AccessDecisions access,
            Caller caller,
            String patientId,
            PatientScope scope,
            Set<Role> oneOf) {
        requireAs(access, caller, patientId, scope, oneOf);
        Decision so = await(access.maySeeLastingly(caller.onlyAs(oneOf), patientId, scope));
        require(so instanceof Decision.Denied ? EMERGENCY_ONLY : so);
    }

    /**
     * @throws ProblemException unless the decision is {@link Decision.Allowed}
     */
    public static void require(Decision decision) {
        Optional<ProblemException> refusal = refusal(decision);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** The answer to a decision; empty where it is {@link Decision.Allowed}. */
    public static Optional<ProblemException> refusal(Decision decision) {
        return switch (decision) {
            case Decision.Allowed ignored -> Optional.empty();
            case Decision.Denied denied ->
                    Optional.of(ProblemException.forbidden(denied.code(), denied.reason()));
            case Decision.NoSuchThing missing ->
                    Optional.of(ProblemException.notFound(missing.code(), missing.reason()));
            case Decision.NotActive inactive ->
                    Optional.of(ProblemException.unauthorized("not_active", inactive.reason()));
            case Decision.Undecided undecided -> Optional.of(unknown(undecided.reason()));
        };
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
