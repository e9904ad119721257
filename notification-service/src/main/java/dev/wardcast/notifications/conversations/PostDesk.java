package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.http.HttpStatus;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores messages in batches: what arrives while one transaction commits goes into the next one
 * together, and two begin a few milliseconds apart, which nobody notices. Alone, a message waits
 * for nobody; under load a commit is shared by many, and the rows of the outbox travel in one
 * statement.
 */
@Singleton
final class PostDesk {

    private static final Logger LOG = LoggerFactory.getLogger(PostDesk.class);
    private static final long PATIENCE_SECONDS = 15;

    /** Between two looks at whether it is over. */
    private static final long LOOK_UP_MILLIS = 500;

    /** From the beginning of a transaction to that of the next, at least. */
    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final PostBatch work;
    private final int batch;
    private final BlockingQueue<Waiting> queue;
    private final DistributionSummary sizes;
    private final Counter refused;
    private final Thread thread = Thread.ofVirtual().name("messages").unstarted(this::run);
    private volatile boolean over;

    PostDesk(PostBatch work, ChatSettings settings, MeterRegistry meters) {
        this.work = work;
        this.batch = settings.batch();
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.sizes =
                DistributionSummary.builder("wardcast.chat.batch")
                        .description("Messages that one transaction stored")
                        .register(meters);
        this.refused =
                Counter.builder("wardcast.chat.refused")
                        .description("Messages refused because too many waited")
                        .register(meters);
    }

    private record Waiting(Draft draft, CompletableFuture<Posted> answer) {}

    @PostConstruct
    void start() {
        thread.start();
    }

    /**
     * Stores it and has it published; for virtual threads.
     *
     * @throws ProblemException 503 if too many wait, or it can't be known whether it was stored.
     *     Then it may be sent again with the same key
     */
    Posted post(Draft draft) {
        Waiting waiting = new Waiting(draft, new CompletableFuture<>());
        if (over || !queue.offer(waiting)) {
            refused.increment();
            throw away();
        }
        try {
            return waiting.answer().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ProblemException refusal) {
                throw refusal;
            }
            LOG.warn("a message could not be stored: {}", String.valueOf(failed.getCause()));
            throw away();
        } catch (TimeoutException late) {
            throw away();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw away();
        }
    }

    private static ProblemException away() {
        return ProblemException.retryLater(
                HttpStatus.SERVICE_UNAVAILABLE,
                "messages_wait",
                "The message was not taken in time. Send it again with the same idempotency_key.",
                1);
    }

    private void run() {
        List<Waiting> taken = new ArrayList<>(batch);
        long next = System.nanoTime();
        try {
            while (!over) {
                Waiting first = queue.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                taken.add(first);
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                next = System.nanoTime() + APART_NANOS;
                queue.drainTo(taken, batch - 1);
                sizes.record(taken.size());
                store(taken);
                taken.clear();
            }
        } catch (InterruptedException stopped) {
            taken.forEach(one -> one.answer().completeExceptionally(away()));
            Thread.currentThread().interrupt();
        }
    }

    private void store(List<Waiting> waiting) {
        try {
            List<Posted> posted = work.post(waiting.stream().map(Waiting::draft).toList());
            for (int i = 0; i < posted.size(); i++) {
                waiting.get(i).answer().complete(posted.get(i));
            }
        } catch (RuntimeException failure) {
            if (waiting.size() == 1) {
                waiting.getFirst().answer().completeExceptionally(failure);
                return;
            }
            // Whichever of them it was that can't be stored, the others are not to suffer for it.
            LOG.debug("a batch of {} goes one by one: {}", waiting.size(), failure.toString());
            waiting.forEach(one -> store(List.of(one)));
        }
    }

    /** Whoever still waits is told to send again. */
    @PreDestroy
    void stop() throws InterruptedException {
        over = true;
        thread.join(Duration.ofSeconds(3));
        for (Waiting left = queue.poll(); left != null; left = queue.poll()) {
            left.answer().completeExceptionally(away());
        }
    }
}
