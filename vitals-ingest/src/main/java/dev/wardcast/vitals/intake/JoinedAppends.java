package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Appends to each partition one call after the other. What comes while one is under way goes
 * together with the next: whoever comes alone waits for nothing, and the more there is to do, the
 * less each costs. Posts keep the order in which they came. How many wait is for {@link InFlight}
 * to bound.
 */
final class JoinedAppends {

    /** In one call: Redis does nothing else meanwhile, some milliseconds for so many. */
    static final int MOST_SAMPLES = 1_000;

    private final SampleQueue queue;
    private final List<Lane> lanes;

    JoinedAppends(SampleQueue queue) {
        this.queue = queue;
        this.lanes = IntStream.range(0, SampleQueue.PARTITIONS).mapToObj(Lane::new).toList();
    }

    /**
     * As {@link SampleQueue#appendAndTell}. Posts of one call are made durable together, or fail
     * together.
     */
    CompletableFuture<List<Optional<String>>> append(int partition, List<Sample> samples) {
        return lanes.get(partition).append(samples);
    }

    private record Waiting(List<Sample> samples, CompletableFuture<List<Optional<String>>> ids) {}

    private final class Lane {
        private final int partition;
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private boolean underWay;

        Lane(int partition) {
            this.partition = partition;
        }

        CompletableFuture<List<Optional<String>>> append(List<Sample> samples) {
            Waiting mine = new Waiting(samples, new CompletableFuture<>());
            synchronized (waiting) {
                waiting.add(mine);
                if (underWay) {
                    return mine.ids();
                }
                underWay = true;
            }
            send();
            return mine.ids();
        }

        /** A loop and no recursion: while Redis is away, calls fail before they return. */
        private void send() {
            for (List<Waiting> next = next(); !next.isEmpty(); next = next()) {
                List<Waiting> posts = next;
                CompletableFuture<List<Optional<String>>> call = call(posts);
                if (!call.isDone()) {
                    call.whenComplete((ids, failure) -> {
                        // First the next call, so that Redis has something to do.
                        send();
                        tell(posts, ids, failure);
                    });
                    return;
                }
                call.whenComplete((ids, failure) -> tell(posts, ids, failure));
            }
        }

        /** Those that go together; none where nobody waits, and then nothing is under way. */
        private List<Waiting> next() {
            synchronized (waiting) {
                List<Waiting> next = new ArrayList<>();
                int samples = 0;
                for (Waiting first; (first = waiting.peek()) != null; ) {
                    samples += first.samples().size();
                    if (samples > MOST_SAMPLES && !next.isEmpty()) {
                        break;
                    }
                    next.add(waiting.remove());
                }
                underWay = !next.isEmpty();
                return next;
            }
        }

        private CompletableFuture<List<Optional<String>>> call(List<Waiting> posts) {
            List<Sample> samples =
                    posts.size() == 1
                            ? posts.getFirst().samples()
                            : posts.stream().flatMap(post -> post.samples().stream()).toList();
            try {
                return queue.appendAndTell(partition, samples).toCompletableFuture();
            } catch (RuntimeException | Error e) {
                // Whatever it is: a lane that stood still would never answer anybody again.
                return CompletableFuture.failedFuture(e);
            }
        }

        private static void tell(
                List<Waiting> posts,
                @Nullable List<Optional<String>> ids,
                @Nullable Throwable failure) {
            int from = 0;
            for (Waiting post : posts) {
                if (ids == null) {
                    post.ids().completeExceptionally(failure);
                } else {
                    int to = from + post.samples().size();
                    post.ids().complete(ids.subList(from, to));
                    from = to;
                }
            }
        }
    }
}
