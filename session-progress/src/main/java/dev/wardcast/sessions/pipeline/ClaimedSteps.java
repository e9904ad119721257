package dev.wardcast.sessions.pipeline;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.pipeline.Recognition.AbandonedException;
import dev.wardcast.sessions.progress.Claim;
import dev.wardcast.sessions.progress.Report;
import dev.wardcast.sessions.progress.Reports;
import dev.wardcast.sessions.progress.Status;
import dev.wardcast.sessions.progress.Worker;
import io.micronaut.http.HttpStatus;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Reports the steps of a session that was claimed, as long as it is ours. Not for many threads. */
final class ClaimedSteps implements Recognition.Steps {

    /** Each report is a commit, and nobody sees more of them in a second. */
    private static final Duration PACE = Duration.ofMillis(200);

    private final Claim claim;
    private final Worker worker;
    private final Reports reports;
    private final Actor actor;
    private final BooleanSupplier goOn;
    private int told;
    private long toldAt = System.nanoTime() - PACE.toNanos();

    /**
     * @param goOn whether the work is still wanted
     */
    ClaimedSteps(Claim claim, Worker worker, Reports reports, Actor actor, BooleanSupplier goOn) {
        this.claim = claim;
        this.worker = worker;
        this.reports = reports;
        this.actor = actor;
        this.goOn = goOn;
        this.told = claim.progress();
    }

    @Override
    public void passing(Status status, int progress, String message) {
        requireWanted();
        if (progress > told && System.nanoTime() - toldAt >= PACE.toNanos()) {
            tell(Report.step(status, progress, message));
        }
    }

    @Override
    public void reached(Status status, int progress, String message) {
        requireWanted();
        tell(Report.step(status, progress, message));
    }

    /** The end, whatever it is. */
    void ended(Report report) {
        tell(report);
    }

    private void requireWanted() {
        if (!goOn.getAsBoolean()) {
            throw new AbandonedException("not wanted any more");
        }
    }

    private void tell(Report report) {
        try {
            told = reports.report(claim.sessionId(), report, worker, actor).progress();
            toldAt = System.nanoTime();
        } catch (ProblemException refusal) {
            if (refusal.status() == HttpStatus.CONFLICT) {
                throw new AbandonedException(refusal.code());
            }
            throw refusal;
        }
    }
}
