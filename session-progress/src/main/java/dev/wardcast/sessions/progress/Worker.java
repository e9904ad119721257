package dev.wardcast.sessions.progress;

import dev.wardcast.kit.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who reports, and by what right.
 *
 * @param id of the user or of the node
 * @param leaseId what the claim answered; {@code null} for a worker that claims nothing
 */
public record Worker(String id, @Nullable String leaseId) {

    /**
     * The claim on a session, as its row says.
     *
     * @param leaseId {@code null} if nobody claimed it
     * @param running whether its time is not over
     */
    record Lease(@Nullable String leaseId, @Nullable String owner, boolean running) {}

    /**
     * Why this worker may not report, if so. Once the time is over nothing counts any more, even if
     * nobody else has taken the session: otherwise it would depend on chance whether two work on
     * it.
     */
    Optional<ProblemException> objection(Lease lease) {
        if (leaseId == null) {
            return lease.running() && lease.leaseId() != null
                    ? Optional.of(
                            ProblemException.conflict(
                                    "session_claimed",
                                    "Another worker has claimed this session (expected: its"
                                            + " lease_id)."))
                    : Optional.empty();
        }
        boolean holds =
                lease.running() && leaseId.equals(lease.leaseId()) && id.equals(lease.owner());
        return holds
                ? Optional.empty()
                : Optional.of(
                        ProblemException.conflict(
                                "lease_ended", "This lease has ended; claim the session again."));
    }
}
