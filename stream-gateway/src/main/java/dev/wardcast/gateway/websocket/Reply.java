package dev.wardcast.gateway.websocket;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.waveform.WaveformView;
import dev.wardcast.kit.websocket.WebSocketFrames;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client is answered; each kind has its {@code type}. */
sealed interface Reply {

    String type();

    static Reply subscribed(String room) {
        return new Subscription("subscription", room, "subscribed", null, null);
    }

    static Reply unsubscribed(String room) {
        return new Subscription("subscription", room, "unsubscribed", null, null);
    }

    /**
     * @param reason a code for programs
     * @param message for people
     */
    static Reply denied(String room, String reason, String message) {
        return new Subscription("subscription", room, "denied", reason, message);
    }

    static Reply pong() {
        return new Pong("pong");
    }

    static Reply refreshed(Instant expiresAt) {
        return new Refreshed("refreshed", expiresAt);
    }

    static Reply view(boolean paused, WaveformView view) {
        return new View(
                "view",
                paused,
                view.leads().stream().sorted().map(Enum::name).toList(),
                view.decimation());
    }

    static Reply error(String reason, String message) {
        return new Failure("error", reason, message);
    }

    static Reply acknowledged(@Nullable String alertId, @Nullable String status) {
        return new Acknowledged("ack_result", alertId, true, status, null, null);
    }

    static Reply notAcknowledged(@Nullable String alertId, String reason, String message) {
        return new Acknowledged("ack_result", alertId, false, null, reason, message);
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Subscription(
            String type,
            String room,
            String status,
            @Nullable String reason,
            @Nullable String message)
            implements Reply {}

    @Serdeable
    record Pong(String type) implements Reply {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Refreshed(String type, Instant expiresAt) implements Reply {}

    /**
     * @param leads those chosen; empty for all there are
     */
    @Serdeable
    record View(String type, boolean paused, List<String> leads, int decimation) implements Reply {}

    @Serdeable
    record Failure(String type, String reason, String message) implements Reply {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Acknowledged(
            String type,
            @Nullable String alertId,
            boolean acknowledged,
            @Nullable String status,
            @Nullable String reason,
            @Nullable String message)
            implements Reply {}

    default byte[] frame(JsonMapper json) {
        try {
            return WebSocketFrames.text(json.writeValueAsBytes(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
