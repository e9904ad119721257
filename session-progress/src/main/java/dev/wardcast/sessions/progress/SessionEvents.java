package dev.wardcast.sessions.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The events of a session's room. Within an attempt progress only grows and there is one end, so
 * that the id of an event follows from where the session stands, and what is published again is the
 * same event.
 */
@Singleton
final class SessionEvents {

    private final JsonMapper json;

    SessionEvents(JsonMapper json) {
        this.json = json;
    }

    NewEvent stands(Session session) {
        return switch (Status.of(session)) {
            case PROCESSED -> event(session, ".complete", EventType.SESSION_COMPLETE);
            case FAILED -> event(session, ".error", EventType.SESSION_ERROR);
            case UPLOADED, DECODING, ANALYSING, SEGMENTING, TRANSCRIBING ->
                    event(session, ".progress." + session.progress(), EventType.SESSION_PROGRESS);
        };
    }

    private NewEvent event(Session session, String suffix, EventType type) {
        Payload payload =
                new Payload(
                        session.sessionId(),
                        session.status(),
                        session.progress(),
                        session.message(),
                        session.error(),
                        session.updatedAt());
        String attempt = session.attempt() == 1 ? "" : "." + session.attempt();
        return NewEvent.once(
                session.sessionId() + attempt + suffix,
                new Room.Session(session.sessionId()),
                type,
                session.updatedAt(),
                bytes(payload));
    }

    private byte[] bytes(Payload payload) {
        try {
            return json.writeValueAsBytes(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Payload(
            String sessionId,
            String status,
            int progress,
            String message,
            @Nullable String error,
            Instant updatedAt) {}
}
