package dev.wardcast.kit.access;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
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
    private final AsyncCache<String, Optional<T>> documents;

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
                Caffeine.newBuilder().maximumSize(most).expireAfterWrite(TIME_TO_LIVE).buildAsync();
    }

    CompletionStage<Optional<T>> get(String key) {
        if (!changesAreHeard.getAsBoolean()) {
            return source.apply(key);
        }
        return documents
                .get(key, (missing, executor) -> source.apply(missing).toCompletableFuture())
                .copy();
    }

    void forget(String key) {
        documents.synchronous().invalidate(key);
    }

    void forgetAll() {
        documents.synchronous().invalidateAll();
    }
}
