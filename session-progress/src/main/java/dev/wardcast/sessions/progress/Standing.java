package dev.wardcast.sessions.progress;

import dev.wardcast.kit.problem.ProblemException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session under its row's lock, and what the reports of one transaction make of it. Plain; the
 * transaction writes what came of it.
 */
final class Standing {

    private final Instant now;
    private Worker.Lease lease;
    private Session session;
    private @Nullable String result;
    private boolean changed;
    private boolean heardOf;

    /**
     * @param now the database's time
     */
    Standing(Session session, Worker.Lease lease, Instant now) {
        this.session = session;
        this.lease = lease;
        this.now = now;
    }

    /**
     * Takes a report in.
     *
     * @return the session as it stands then
     * @throws ProblemException 409 if the session has ended, or is not this worker's
     */
    Session take(Report report, Worker worker) {
        Status status = Status.of(session);
        Progression next = Progression.of(status, session.progress(), report);
        Optional<ProblemException> objection = worker.objection(lease);
        if (objection.isPresent() && !(next instanceof Progression.Ended)) {
            throw objection.get();
        }
        return switch (next) {
            case Progression.Unchanged _ -> {
                heardOf = true;
                yield session;
            }
            case Progression.Ended _ ->
                    throw ProblemException.conflict(
                            "session_ended",
                            "This session is " + session.status() + "; nothing follows.");
            case Progression.To to -> {
                session =
                        new Session(
                                session.sessionId(),
                                session.patientId(),
                                to.status().wireName(),
                                to.progress(),
                                to.message(),
                                to.error(),
                                session.attempt(),
                                session.createdAt(),
                                now);
                result = report.result();
                if (worker.leaseId() == null) {
                    // Otherwise a claim that is over would come to life again.
                    lease = new Worker.Lease(null, null, true);
                }
                changed = true;
                yield session;
            }
        };
    }

    Session session() {
        return session;
    }

    @Nullable String result() {
        return result;
    }

    boolean changed() {
        return changed;
    }

    /** Whoever claimed it is at work, and says nothing new. */
    boolean heardOf() {
        return heardOf && !changed;
    }

    /** Whether there is a claim, which goes on. */
    boolean claimed() {
        return lease.leaseId() != null;
    }
}
