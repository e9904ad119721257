package dev.wardcast.kit.outbox;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.trace.Step;
import dev.wardcast.kit.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Publishes rows of many rooms at once and those of one {@linkplain OutboxRow#lane lane} one after
 * the other: the next is sent when the one before it is in the log, though it was handed over
 * later. After a failure the rest of its lane stays unsent until nothing is under way any more.
 *
 * <p>For one thread, except that the log may answer from any.
 */
final class OrderedPublisher {

    private final EventLog log;
    private final Tracing tracing;
    private final Map<String, CompletableFuture<Fate>> lastOfLane = new HashMap<>();
    private final Set<Long> underWay = new HashSet<>();
    private final BlockingQueue<Fate> known = new LinkedBlockingQueue<>();

    OrderedPublisher(EventLog log, Tracing tracing) {
        this.log = log;
        this.tracing = tracing;
    }

    /** What became of one row. */
    sealed interface Fate {
        OutboxRow row();

        record Published(OutboxRow row, EventLog.Appended place) implements Fate {}

        /** The log can never take it, so its room goes on without it. */
        record Refused(OutboxRow row, String reason) implements Fate {}

        /** Not known to be in the log; to be tried again, before anything later of its room. */
        record Waiting(OutboxRow row, Throwable cause) implements Fate {}
    }

    /**
     * Sends what no other row is in front of, and lets the rest follow by itself.
     *
     * @param rows in the order of their ids, none of them {@linkplain #underWay under way}
     */
    void send(List<OutboxRow> rows) {
        for (OutboxRow row : rows) {
            CompletableFuture<Fate> before = lastOfLane.get(row.lane());
            CompletableFuture<Fate> fate = before == null ? attempt(row) : after(before, row);
            lastOfLane.put(row.lane(), fate);
            underWay.add(row.id());
            fate.thenAccept(known::add);
        }
    }

    /** Ids of the rows whose fate nobody {@linkplain #awaitFates took} yet. */
    Set<Long> underWay() {
        return underWay;
    }

    /**
     * Waits until the fate of a row is known, or for the time to pass.
     *
     * @return all that are known and were not returned before
     */
    List<Fate> awaitFates(Duration atMost) throws InterruptedException {
        List<Fate> fates = new ArrayList<>();
        Fate first = known.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            fates.add(first);
            known.drainTo(fates);
        }
        fates.forEach(fate -> underWay.remove(fate.row().id()));
        if (underWay.isEmpty()) {
            lastOfLane.clear();
        } else {
            lastOfLane.values().removeIf(OrderedPublisher::holdsNobodyUp);
        }
        return fates;
    }

    private static boolean holdsNobodyUp(CompletableFuture<Fate> last) {
        return last.isDone() && !(last.join() instanceof Fate.Waiting);
    }

    private CompletableFuture<Fate> after(CompletableFuture<Fate> before, OutboxRow row) {
        return before.thenCompose(previous ->
                switch (previous) {
                    case Fate.Published ignored -> attempt(row);
                    case Fate.Refused ignored -> attempt(row);
                    case Fate.Waiting held ->
                            CompletableFuture.completedFuture(new Fate.Waiting(row, held.cause()));
                });
    }

    private CompletableFuture<Fate> attempt(OutboxRow row) {
        Step step = tracing.after(row.cause(), "outbox publish", SpanKind.PRODUCER);
        CompletableFuture<EventLog.Appended> answer;
        try {
            answer =
                    publishAll(
                            row.toEvents().stream()
                                    .map(event -> event.in(step.context()))
                                    .toList());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((place, failure) -> {
            step.end(failure);
            return failure == null ? new Fate.Published(row, place) : failed(row, failure);
        });
    }

    /**
     * @return the place of the first, when all are in the log
     */
    private CompletableFuture<EventLog.Appended> publishAll(List<NewEvent> events) {
        List<CompletableFuture<EventLog.Appended>> places =
                events.stream().map(event -> log.publish(event).toCompletableFuture()).toList();
        return CompletableFuture.allOf(places.toArray(CompletableFuture<?>[]::new))
                .thenCompose(done -> places.getFirst());
    }

    private static Fate failed(OutboxRow row, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IllegalArgumentException
                ? new Fate.Refused(row, String.valueOf(cause.getMessage()))
                : new Fate.Waiting(row, cause);
    }
}
