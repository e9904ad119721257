package dev.wardcast.kit.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Documents of one kind, kept only while changes are heard.
 *
 * <p>The cache holds the read itself and not just its result: an invalidation also forgets a read
 * that is still under way, so an answer from before a change is never kept after it.
 */
final class DocumentCache<T> {

    private static final int USUAL_MOST = 10_000;

    /** Bounds how long a change that was announced to nobody can go unseen. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    private final Function<String, CompletionStage<Optional<T>>> source;
    private final BooleanSupplier changesAreHeard;
    private final Cache<String, CompletableFuture<Optional<T>>> documents;

    DocumentCache(
            Function<String, CompletionStage<Optional<T>>> source,
            BooleanSupplier changesAreHeard) {
        this(source, changesAreHeard, USUAL_MOST);
    }

    /**
     * @param most how many documents are kept; those looked at most often stay
     */
    DocumentCache(
            Function<String, CompletionStage<Optional<T>>> source,
            BooleanSupplier changesAreHeard,
            int most) {
        this.source = source;
        this.changesAreHeard = changesAreHeard;
        this.documents =
                Caffeine.newBuilder().maximumSize(most).expireAfterWrite(TIME_TO_LIVE).build();
    }

    CompletionStage<Optional<T>> get(String key) {
        if (!changesAreHeard.getAsBoolean()) {
            return source.apply(key);
        }
        CompletableFuture<Optional<T>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<T>> read = documents.get(key, missing -> mine);
        if (read == mine) {
            try {
                read(key, mine);
            } catch (RuntimeException failure) {
                documents.asMap().remove(key, mine);
                mine.completeExceptionally(failure);
            }
        }
        return read.copy();
    }

    /** A failure is told to those who wait for this read, and is not kept for others. */
    private void read(String key, CompletableFuture<Optional<T>> answer) {
        source.apply(key)
                .whenComplete((document, failure) -> {
                    if (failure == null) {
                        answer.complete(document);
                    } else {
                        documents.asMap().remove(key, answer);
                        answer.completeExceptionally(failure);
                    }
                });
    }

    void forget(String key) {
        documents.invalidate(key);
    }

    void forgetAll() {
        documents.invalidateAll();
    }
}
