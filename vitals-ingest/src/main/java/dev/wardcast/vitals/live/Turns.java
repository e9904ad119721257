package dev.wardcast.vitals.live;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** So much is under way at a time, and no more. Whoever comes then waits, but no thread does. */
final class Turns {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Turns(int atOnce) {
        free = atOnce;
    }

    /** Begins the work at once or when its turn comes; those that wait keep their order. */
    <T> CompletionStage<T> take(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable begin = () -> begin(work, done);
        synchronized (waiting) {
            if (free == 0) {
                waiting.add(begin);
                return done;
            }
            free--;
        }
        begin.run();
        return done;
    }

    private <T> void begin(Supplier<CompletionStage<T>> work, CompletableFuture<T> done) {
        CompletionStage<T> stage;
        try {
            stage = work.get();
        } catch (RuntimeException | Error e) {
            // Whatever it is: a turn that never ends would be missing for good.
            stage = CompletableFuture.failedStage(e);
        }
        stage.whenComplete((result, failure) -> {
            next();
            if (failure == null) {
                done.complete(result);
            } else {
                done.completeExceptionally(failure);
            }
        });
    }

    private void next() {
        Runnable begin;
        synchronized (waiting) {
            begin = waiting.poll();
            if (begin == null) {
                free++;
                return;
            }
        }
        begin.run();
    }
}
