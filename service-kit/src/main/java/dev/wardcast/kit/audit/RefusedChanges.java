package dev.wardcast.kit.audit;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Records changes that somebody tried to make and may not, as reads of those who may not are. */
@Singleton
@Requires(property = "datasources")
public final class RefusedChanges {

    private final AuditTrail trail;

    RefusedChanges(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * Decides, and records the attempt where that ends in a refusal. A mistake in the request is
     * nobody's attempt.
     *
     * @param attempt the entry as it would be if the change were made
     * @throws ProblemException what the decision threw, or 503 if it can't be recorded
     */
    public <T> T telling(AuditEntry attempt, Supplier<T> decision) {
        try {
            return decision.get();
        } catch (ProblemException refusal) {
            switch (refusal.status()) {
                case UNAUTHORIZED, FORBIDDEN -> trail.record(attempt.refused(refusal.code()));
                case SERVICE_UNAVAILABLE -> trail.record(attempt.failed(refusal.code()));
                default -> {
                    // Answered like any other.
                }
            }
            throw refusal;
        }
    }

    /** The same for a decision that has nothing to say but yes. */
    public void telling(AuditEntry attempt, Runnable decision) {
        telling(
                attempt,
                () -> {
                    decision.run();
                    return true;
                });
    }
}
