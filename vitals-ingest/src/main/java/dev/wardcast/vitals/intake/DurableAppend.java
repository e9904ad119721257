package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.eventlog.vitals.QueueFullException;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.TooFewCopiesException;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.trace.Step;
import dev.wardcast.kit.trace.Tracing;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpStatus;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes samples durable, or says honestly that they are not. */
final class DurableAppend {

    private final JoinedAppends appends;
    private final InFlight inFlight;
    private final Tracing tracing;

    DurableAppend(SampleQueue queue, InFlight inFlight, Tracing tracing) {
        this.appends = new JoinedAppends(queue);
        this.inFlight = inFlight;
        this.tracing = tracing;
    }

    /**
     * Appends to all partitions concerned at once, and completes when the last one is durable.
     *
     * @return how many were new; fails with a {@link ProblemException} that names the time to come
     *     back where there is no room or Redis is away. Partitions that were written before another
     *     failed stay written: repeating is harmless for samples with a sequence
     */
    CompletionStage<Integer> append(List<Sample> samples) {
        return appendAndTell(samples)
                .thenApply(ids -> (int) ids.stream().filter(Optional::isPresent).count());
    }

    /**
     * As {@link #append}; samples of one patient are appended all or none.
     *
     * @return for each sample, in their order, the id of its entry in the queue; empty where it was
     *     durable before
     */
    CompletionStage<List<Optional<String>>> appendAndTell(List<Sample> samples) {
        if (!inFlight.tryEnter(samples.size())) {
            return CompletableFuture.failedStage(
                    later("overloaded", "Too many samples are on their way", 1));
        }
        Step step = tracing.within("queue append", SpanKind.PRODUCER);
        CompletableFuture<List<Optional<String>>> done;
        try {
            done = toAllPartitions(step.recorded() ? marked(samples, step) : samples);
        } catch (RuntimeException e) {
            done = CompletableFuture.failedFuture(e);
        }
        return done.whenComplete(
                        (ids, failure) -> {
                            inFlight.leave(samples.size());
                            step.end(failure);
                        })
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(asProblem(failure)));
    }

    private static List<Sample> marked(List<Sample> samples, Step step) {
        step.note("wardcast.batch", samples.size());
        @Nullable TraceContext context = step.context();
        return samples.stream().map(sample -> sample.in(context)).toList();
    }

    private CompletableFuture<List<Optional<String>>> toAllPartitions(List<Sample> samples) {
        if (samples.size() == 1) {
            Sample only = samples.getFirst();
            return appends.append(SampleQueue.partitionOf(only.patientId()), samples);
        }
        Map<Integer, List<Integer>> byPartition = new TreeMap<>();
        for (int place = 0; place < samples.size(); place++) {
            byPartition
                    .computeIfAbsent(
                            SampleQueue.partitionOf(samples.get(place).patientId()),
                            p -> new ArrayList<>())
                    .add(place);
        }
        List<Optional<String>> ids =
                new ArrayList<>(Collections.nCopies(samples.size(), Optional.empty()));
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        List<CompletableFuture<List<Optional<String>>>> parts = new ArrayList<>(byPartition.size());
        byPartition.forEach((partition, places) ->
                parts.add(appends.append(partition, places.stream().map(samples::get).toList())));
        int next = 0;
        for (List<Integer> places : byPartition.values()) {
            all = all.thenCombine(parts.get(next++), (none, part) -> put(ids, places, part));
        }
        return all.thenApply(none -> ids);
    }

    private static @Nullable Void put(
            List<Optional<String>> ids, List<Integer> places, List<Optional<String>> part) {
        for (int i = 0; i < places.size(); i++) {
            ids.set(places.get(i), part.get(i));
        }
        return null;
    }

    private static Throwable asProblem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return switch (cause) {
            case QueueFullException full ->
                    later("queue_full", "Samples come in faster than they are worked on", 5);
            case TooFewCopiesException few ->
                    later("too_few_copies", "Too few replicas of Redis have the samples", 2);
            case RedisException away -> away();
            // A connection that broke while a call was under way. Untold, the framework would take
            // it for that of the device, and answer 400.
            case IOException broken -> away();
            case CancellationException cancelled -> away();
            default -> cause;
        };
    }

    private static ProblemException away() {
        return later("queue_away", "Samples can't be made durable at the moment", 2);
    }

    private static ProblemException later(String code, String detail, int afterSeconds) {
        return ProblemException.retryLater(
                HttpStatus.SERVICE_UNAVAILABLE,
                code,
                detail + "; post again after " + afterSeconds + " s.",
                afterSeconds);
    }
}
