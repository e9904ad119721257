package dev.wardcast.sessions.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.access.ProjectionKeys;
import dev.wardcast.kit.access.SessionDocument;
import io.lettuce.core.RedisException;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The documents of sessions in Redis, from the writer's side. Blocks. */
@Singleton
final class OwnedRedis {

    private static final byte[] READY = ProjectionKeys.SESSIONS_READY.getBytes(UTF_8);

    private final RedisLink redis;
    private final JsonMapper json;

    OwnedRedis(RedisLink redis, JsonMapper json) {
        this.redis = redis;
        this.json = json;
    }

    /** They never change, so that whoever comes last writes the same. */
    void put(Collection<Owned> sessions) {
        sessions.stream()
                .map(session -> redis.commands().set(key(session), document(session)))
                .toList()
                .forEach(OwnedRedis::await);
    }

    boolean isMarkedReady() {
        return await(redis.commands().exists(READY)) > 0;
    }

    /** Another mark each time: who looked before and after it was set knows that it was. */
    void markReady() {
        await(redis.commands().set(READY, UUID.randomUUID().toString().getBytes(UTF_8)));
    }

    /** As {@link RedisLink#life}. */
    String life() {
        return await(redis.life());
    }

    private static byte[] key(Owned session) {
        return ProjectionKeys.session(session.sessionId()).getBytes(UTF_8);
    }

    private byte[] document(Owned session) {
        try {
            return json.writeValueAsBytes(new SessionDocument(session.patientId()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new RedisException(e.getCause());
        }
    }
}
