package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.QueueFullException;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.kit.problem.ProblemException;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Makes samples durable, or says honestly that they are not. */
final class DurableAppend {

    private final SampleQueue queue;
    private final InFlight inFlight;

    DurableAppend(SampleQueue queue, InFlight inFlight) {
        this.queue = queue;
        this.inFlight = inFlight;
    }

    /**
     * Appends to all partitions concerned at once, and completes when the last one is durable.
     *
     * @return how many were new; fails with a {@link ProblemException} that names the time to come
     *     back where there is no room or Redis is away. Partitions that were written before another
     *     failed stay written: repeating is harmless for samples with a sequence
     */
    CompletionStage<Integer> append(List<Sample> samples) {
        if (!inFlight.tryEnter(samples.size())) {
            return CompletableFuture.failedStage(
                    later("overloaded", "Too many samples are on their way", 1));
        }
        CompletableFuture<Integer> done;
        try {
            done = toAllPartitions(samples);
        } catch (RuntimeException e) {
            done = CompletableFuture.failedFuture(e);
        }
        return done.whenComplete((count, failure) -> inFlight.leave(samples.size()))
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(asProblem(failure)));
    }

    private CompletableFuture<Integer> toAllPartitions(List<Sample> samples) {
        Map<Integer, List<Sample>> byPartition = new TreeMap<>();
        for (Sample sample : samples) {
            byPartition
                    .computeIfAbsent(
                            SampleQueue.partitionOf(sample.patientId()), p -> new ArrayList<>())
                    .add(sample);
        }
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
        List<CompletableFuture<Integer>> appends = new ArrayList<>(byPartition.size());
        byPartition.forEach((partition, part) ->
                appends.add(
                        queue.append(partition, part)
                                .thenApply(DurableAppend::countNew)
                                .toCompletableFuture()));
        for (CompletableFuture<Integer> append : appends) {
            sum = sum.thenCombine(append, Integer::sum);
        }
        return sum;
    }

    private static int countNew(List<Boolean> news) {
        return (int) news.stream().filter(isNew -> isNew).count();
    }

    private static Throwable asProblem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return switch (cause) {
            case QueueFullException full ->
                    later("queue_full", "Samples come in faster than they are worked on", 5);
            case RedisException away -> away();
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
