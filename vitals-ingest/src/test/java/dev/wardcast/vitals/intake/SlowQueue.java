package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Answers when the test says so. */
final class SlowQueue implements SampleQueue {
    final List<CompletableFuture<List<Optional<String>>>> pending = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    boolean broken;

    /** All samples of that append are new. */
    void answer(int place) {
        pending.get(place).complete(Collections.nCopies(sizes.get(place), Optional.of("1-0")));
    }

    void answer(int place, String... ids) {
        pending.get(place)
                .complete(
                        Stream.of(ids)
                                .map(id -> Optional.of(id).filter(some -> !some.isEmpty()))
                                .toList());
    }

    /** What is asked meanwhile too. */
    void answerAll() {
        for (int place = 0; place < pending.size(); place++) {
            answer(place);
        }
    }

    @Override
    public CompletionStage<List<Optional<String>>> appendAndTell(
            int partition, List<Sample> samples) {
        if (broken) {
            throw new RedisException("not connected");
        }
        pending.add(new CompletableFuture<>());
        sizes.add(samples.size());
        return pending.getLast();
    }

    @Override
    public CompletionStage<List<Entry>> read(
            int partition, String after, int limit, Duration block) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> confirm(String reader, int partition, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<String> confirmed(String reader, int partition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Reader openReader() {
        throw new UnsupportedOperationException();
    }
}
