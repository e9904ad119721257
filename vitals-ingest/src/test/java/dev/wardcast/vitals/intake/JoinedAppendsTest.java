package dev.wardcast.vitals.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinedAppendsTest {

    private final SlowQueue queue = new SlowQueue();
    private final JoinedAppends appends = new JoinedAppends(queue);

    @Test
    void who_comes_alone_goes_at_once_and_who_comes_meanwhile_goes_together() {
        CompletableFuture<List<Optional<String>>> first = appends.append(3, samples(1));
        assertEquals(List.of(1), queue.sizes);
        CompletableFuture<List<Optional<String>>> second = appends.append(3, samples(2));
        CompletableFuture<List<Optional<String>>> third = appends.append(3, samples(1));
        assertEquals(List.of(1), queue.sizes, "one call at a time");

        queue.answer(0, "1-0");
        assertEquals(List.of(Optional.of("1-0")), first.join());
        assertEquals(List.of(1, 3), queue.sizes);
        assertFalse(second.isDone() || third.isDone());

        queue.answer(1, "2-0", "", "2-1");
        assertEquals(List.of(Optional.of("2-0"), Optional.empty()), second.join());
        assertEquals(List.of(Optional.of("2-1")), third.join());
    }

    @Test
    void partitions_do_not_wait_for_one_another() {
        appends.append(0, samples(1));
        appends.append(1, samples(1));
        assertEquals(List.of(1, 1), queue.sizes);
    }

    @Test
    void one_call_is_never_larger_than_redis_should_be_busy_for() {
        appends.append(0, samples(1));
        List<CompletableFuture<List<Optional<String>>>> waiting =
                IntStream.range(0, 5).mapToObj(i -> appends.append(0, samples(400))).toList();
        queue.answerAll();
        assertEquals(List.of(1, 800, 800, 400), queue.sizes);
        assertTrue(waiting.stream().allMatch(CompletableFuture::isDone));
    }

    @Test
    void those_of_a_call_that_fails_hear_it_and_the_next_goes_all_the_same() {
        CompletableFuture<List<Optional<String>>> first = appends.append(0, samples(1));
        CompletableFuture<List<Optional<String>>> second = appends.append(0, samples(1));
        queue.pending.getFirst().completeExceptionally(new IllegalStateException("gone"));
        assertThrows(CompletionException.class, first::join);
        queue.answer(1, "1-0");
        assertEquals(List.of(Optional.of("1-0")), second.join());
    }

    @Test
    void a_queue_that_throws_blocks_nobody_who_comes_later() {
        queue.broken = true;
        assertThrows(CompletionException.class, appends.append(0, samples(1))::join);
        queue.broken = false;
        CompletableFuture<List<Optional<String>>> later = appends.append(0, samples(1));
        queue.answerAll();
        assertEquals(1, later.join().size());
    }

    private static List<Sample> samples(int count) {
        Instant now = Instant.now();
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Sample(
                                "monitor",
                                "m",
                                "p",
                                VitalType.HEART_RATE,
                                List.of(72.0),
                                now,
                                now,
                                OptionalLong.empty()))
                .toList();
    }
}
