package dev.wardcast.kit.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentCacheTest {

    private final List<CompletableFuture<Optional<String>>> reads = new ArrayList<>();
    private final AtomicBoolean changesAreHeard = new AtomicBoolean(true);
    private final DocumentCache<String> cache =
            new DocumentCache<>(this::read, changesAreHeard::get);

    private CompletionStage<Optional<String>> read(String key) {
        CompletableFuture<Optional<String>> read = new CompletableFuture<>();
        reads.add(read);
        return read;
    }

    @Test
    void a_document_is_read_once_for_all_who_ask() {
        CompletionStage<Optional<String>> first = cache.get("a");
        CompletionStage<Optional<String>> second = cache.get("a");
        reads.get(0).complete(Optional.of("document"));

        assertEquals(1, reads.size());
        assertEquals(Optional.of("document"), first.toCompletableFuture().join());
        assertEquals(Optional.of("document"), second.toCompletableFuture().join());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_from_before_a_change_is_not_kept_after_it(boolean everything) {
        cache.get("a");
        if (everything) {
            cache.forgetAll();
        } else {
            cache.forget("a");
        }
        reads.get(0).complete(Optional.of("old"));
        CompletionStage<Optional<String>> after = cache.get("a");
        reads.get(1).complete(Optional.of("new"));

        assertEquals(Optional.of("new"), after.toCompletableFuture().join());
    }

    @Test
    void nothing_is_kept_while_changes_are_not_heard() {
        changesAreHeard.set(false);
        cache.get("a");
        reads.get(0).complete(Optional.of("perhaps outdated"));
        changesAreHeard.set(true);
        cache.get("a");

        assertEquals(2, reads.size());
    }

    @Test
    void a_failed_read_is_tried_again() {
        cache.get("a");
        reads.get(0).completeExceptionally(new IllegalStateException("away"));
        cache.get("a");

        assertEquals(2, reads.size());
    }

    @Test
    void who_gives_up_waiting_spoils_it_for_nobody_else() {
        CompletableFuture<Optional<String>> impatient = cache.get("a").toCompletableFuture();
        CompletableFuture<Optional<String>> patient = cache.get("a").toCompletableFuture();
        impatient.cancel(true);
        reads.get(0).complete(Optional.of("document"));

        assertFalse(patient.isCancelled());
        assertEquals(Optional.of("document"), patient.join());
    }
}
