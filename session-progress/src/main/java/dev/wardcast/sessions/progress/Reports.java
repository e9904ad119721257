package dev.wardcast.sessions.progress;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports, all that wait at a time in one transaction: a thousand in a second cost two
 * hundred commits. Each is answered when it is committed.
 */
@Singleton
public class Reports {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    /** What comes beyond is refused; a worker repeats itself anyway. */
    private static final int MOST_WAITING = 2_000;

    private static final int BATCH = 256;

    /** Between the beginnings of two transactions: what comes meanwhile comes together. */
    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ReportBatch batches;
    private final Thread writer;
    private volatile boolean stopped;

    Reports(ReportBatch batches) {
        this.batches = batches;
        this.writer = Thread.ofVirtual().name("session-reports").unstarted(this::run);
    }

    /** A report that was not answered yet. */
    record Waiting(
            String sessionId,
            Report report,
            Worker worker,
            Actor by,
            CompletableFuture<Session> answer) {}

    @PostConstruct
    void start() {
        writer.start();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        writer.interrupt();
    }

    /**
     * Takes a report and waits until it is stored. Of two at once the second is judged by what the
     * first left.
     *
     * @return the session as it stands then
     * @throws ProblemException 404 if there is none, 409 if it had ended before or is not this
     *     worker's, 503 if too many wait
     */
    public Session report(String sessionId, Report report, Worker worker, Actor by) {
        Waiting waiting = new Waiting(sessionId, report, worker, by, new CompletableFuture<>());
        if (stopped || !queue.offer(waiting)) {
            throw ProblemException.retryLater(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "too_many_reports",
                    "More reports wait than can be stored; repeat it.",
                    1);
        }
        if (stopped) {
            refuseAll();
        }
        try {
            return waiting.answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        long next = System.nanoTime();
        while (!stopped) {
            try {
                batch.add(queue.take());
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            } catch (InterruptedException e) {
                batch.forEach(Reports::refuse);
                break;
            }
            next = System.nanoTime() + APART_NANOS;
            queue.drainTo(batch, BATCH - 1);
            store(batch);
            batch.clear();
        }
        refuseAll();
    }

    private void store(List<Waiting> batch) {
        try {
            batches.store(batch);
        } catch (RuntimeException | Error failure) {
            if (batch.size() == 1) {
                batch.getFirst().answer().completeExceptionally(failure);
                return;
            }
            LOG.warn("{} reports one by one: {}", batch.size(), failure.toString());
            batch.forEach(one -> store(List.of(one)));
        }
    }

    private void refuseAll() {
        for (Waiting left = queue.poll(); left != null; left = queue.poll()) {
            refuse(left);
        }
    }

    private static void refuse(Waiting left) {
        left.answer().completeExceptionally(new CancellationException("the service ends"));
    }
}
