package dev.wardcast.vitals.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.TooFewCopiesException;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.trace.Tracing;
import io.lettuce.core.RedisException;
import io.micronaut.http.HttpStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DurableAppendTest {

    private final SlowQueue queue = new SlowQueue();
    private final InFlight inFlight = new InFlight(10);
    private final DurableAppend durable = new DurableAppend(queue, inFlight, Tracing.OFF);

    @Test
    void nothing_is_answered_before_every_partition_has_answered() {
        CompletableFuture<Integer> answer = append(10);
        assertEquals(8, queue.pending.size());
        IntStream.range(0, 7).forEach(queue::answer);
        assertFalse(answer.isDone());
        queue.pending.getLast().complete(List.of(Optional.empty()));
        assertEquals(9, answer.join());
        assertEquals(0, inFlight.now());
    }

    @Test
    void what_does_not_fit_is_refused_at_once_and_fits_again_later() {
        CompletableFuture<Integer> slow = append(9);
        assertEquals("overloaded", refusal(append(2)).code());
        assertEquals(9, inFlight.now());
        queue.answerAll();
        assertEquals(9, slow.join());
        assertFalse(append(2).isDone());
    }

    @Test
    void what_too_few_replicas_have_is_not_said_to_be_durable() {
        CompletableFuture<Integer> answer = append(1);
        queue.pending.getFirst().completeExceptionally(new TooFewCopiesException(0, 1));
        ProblemException refusal = refusal(answer);
        assertEquals("too_few_copies", refusal.code());
        assertEquals(HttpStatus.SERVICE_UNAVAILABLE, refusal.status());
    }

    @Test
    void a_partition_that_fails_makes_room_only_when_all_are_done() {
        CompletableFuture<Integer> answer = append(10);
        queue.pending.getFirst().completeExceptionally(new RedisException("away"));
        assertFalse(answer.isDone());
        assertEquals(10, inFlight.now());
        queue.answerAll();
        ProblemException refusal = refusal(answer);
        assertEquals("queue_away", refusal.code());
        assertEquals(HttpStatus.SERVICE_UNAVAILABLE, refusal.status());
        assertEquals("2", refusal.headers().get("Retry-After"));
        assertEquals(0, inFlight.now());
    }

    @Test
    void a_connection_that_breaks_in_the_middle_is_no_mistake_of_the_device() {
        CompletableFuture<Integer> answer = append(1);
        queue.pending.getFirst().completeExceptionally(new IOException("Connection reset by peer"));
        assertEquals("queue_away", refusal(answer).code());
    }

    @Test
    void a_redis_that_refuses_the_call_itself_leaves_no_room_taken() {
        queue.broken = true;
        assertEquals("queue_away", refusal(append(5)).code());
        assertEquals(0, inFlight.now());
    }

    /** Spread over all partitions. */
    private CompletableFuture<Integer> append(int samples) {
        List<Sample> spread =
                IntStream.range(0, samples)
                        .mapToObj(i -> sample(i % SampleQueue.PARTITIONS))
                        .toList();
        return durable.append(spread).toCompletableFuture();
    }

    private static ProblemException refusal(CompletableFuture<Integer> answer) {
        CompletionException failure = assertThrows(CompletionException.class, answer::join);
        return assertInstanceOf(ProblemException.class, failure.getCause());
    }

    private static Sample sample(int partition) {
        int suffix = 0;
        while (SampleQueue.partitionOf("p" + suffix) != partition) {
            suffix++;
        }
        Instant now = Instant.now();
        return new Sample(
                "monitor",
                "m",
                "p" + suffix,
                VitalType.HEART_RATE,
                List.of(72.0),
                now,
                now,
                OptionalLong.empty());
    }
}
