package dev.wardcast.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.access.AccessDecisions.AccessUnknownException;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads documents of the projection from Redis, without a cache. */
@Singleton
final class ProjectionReader {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionReader.class);

    private final RedisLink redis;
    private final JsonMapper json;

    ProjectionReader(RedisLink redis, JsonMapper json) {
        this.redis = redis;
        this.json = json;
    }

    /** A document of access-service. */
    <T> CompletionStage<Optional<T>> read(String key, Class<T> type) {
        return read(key, type, ProjectionKeys.READY);
    }

    /**
     * A missing document is believed only when the projection was complete before and after the
     * look and was not rebuilt in between: otherwise an emptied Redis would read as "no such user".
     *
     * @param mark the key that is there while all documents of this kind are
     */
    <T> CompletionStage<Optional<T>> read(String key, Class<T> type, String mark) {
        return valueOf(mark)
                .thenCompose(
                        before -> get(key).thenCompose(found -> confirmed(found, mark, before)))
                .thenApply(document -> document.map(text -> decode(text, type)))
                .exceptionally(failure -> {
                    throw new AccessUnknownException("The access projection is away.");
                });
    }

    private CompletionStage<Optional<String>> confirmed(
            Optional<String> found, String mark, String before) {
        if (found.isPresent()) {
            return completedFuture(found);
        }
        return valueOf(mark)
                .thenApply(after -> {
                    if (!after.equals(before)) {
                        throw new AccessUnknownException("The projection was rebuilt.");
                    }
                    return Optional.empty();
                });
    }

    private CompletionStage<String> valueOf(String mark) {
        return get(mark)
                .thenApply(value ->
                        value.orElseThrow(() ->
                                new AccessUnknownException("The projection is not complete.")));
    }

    private CompletionStage<Optional<String>> get(String key) {
        return redis.commands()
                .get(key.getBytes(UTF_8))
                .thenApply(
                        value -> Optional.ofNullable(value).map(bytes -> new String(bytes, UTF_8)));
    }

    private <T> T decode(String document, Class<T> type) {
        try {
            return Objects.requireNonNull(json.readValue(document, type));
        } catch (IOException | RuntimeException e) {
            LOG.error("The projection holds a {} that can't be read", type.getSimpleName(), e);
            throw new AccessUnknownException("A document of the projection is unreadable.");
        }
    }
}
