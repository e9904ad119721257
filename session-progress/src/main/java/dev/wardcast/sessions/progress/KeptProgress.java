package dev.wardcast.sessions.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.ScriptOutputType;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last state of each session in Redis, for an hour, at {@code session:{id}:progress}. A copy
 * for whoever wants to look quickly: nothing of ours depends on it, so nobody waits for it and a
 * Redis that is away costs nothing but the copy.
 */
@Singleton
class KeptProgress {

    private static final Logger LOG = LoggerFactory.getLogger(KeptProgress.class);
    private static final LuaScript KEEP = LuaScript.load("keep-progress.lua");
    private static final byte[] KEEP_SECONDS = "3600".getBytes(UTF_8);

    private final RedisLink redis;
    private final JsonMapper json;

    KeptProgress(RedisLink redis, JsonMapper json) {
        this.redis = redis;
        this.json = json;
    }

    /** Never throws: what it is a copy of is committed. */
    void keep(Collection<Session> sessions) {
        try {
            sessions.forEach(this::keep);
        } catch (RuntimeException e) {
            LOG.debug("states of sessions are not kept in Redis", e);
        }
    }

    private void keep(Session session) {
        byte[] key = ("session:" + session.sessionId() + ":progress").getBytes(UTF_8);
        byte[] version = Long.toString(session.version()).getBytes(UTF_8);
        KEEP.eval(
                        redis.commands(),
                        ScriptOutputType.INTEGER,
                        new byte[][] {key},
                        new byte[][] {document(session), version, KEEP_SECONDS})
                .exceptionally(failure -> {
                    LOG.debug("a session's state is not kept in Redis", failure);
                    return null;
                });
    }

    private byte[] document(Session session) {
        try {
            return json.writeValueAsBytes(
                    new Document(
                            session.sessionId(),
                            session.status(),
                            session.progress(),
                            session.message(),
                            session.error(),
                            session.updatedAt(),
                            session.version()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Document(
            String sessionId,
            String status,
            int progress,
            String message,
            @Nullable String error,
            Instant updatedAt,
            long version) {}
}
