package dev.wardcast.kit.outbox;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.trace.Step;
import dev.wardcast.kit.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Publishes rows of many rooms at once and those of one {@linkplain OutboxRow#lane lane} one after
 * the other: the next is sent when the one before it is in the log. After a failure the rest of its
 * rooms stays unsent.
 */
final class OrderedPublisher {

    private final EventLog log;
    private final Tracing tracing;

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
     * Publishes and waits for all answers.
     *
     * @param rows in the order of their ids; they bound how much is in flight
     */
    List<Fate> publish(List<OutboxRow> rows) {
        Map<String, CompletableFuture<Fate>> lastOfLane = new HashMap<>();
        List<CompletableFuture<Fate>> fates = new ArrayList<>(rows.size());
        for (OutboxRow row : rows) {
            CompletableFuture<Fate> before = lastOfLane.get(row.lane());
            CompletableFuture<Fate> fate = before == null ? attempt(row) : after(before, row);
            lastOfLane.put(row.lane(), fate);
            fates.add(fate);
        }
        return fates.stream().map(CompletableFuture::join).toList();
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
