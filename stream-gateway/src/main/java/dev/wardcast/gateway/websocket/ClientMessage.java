package dev.wardcast.gateway.websocket;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What a client says. {@code type} is one of {@code subscribe unsubscribe ping refresh ack}; the
 * rest belongs to one or the other of them.
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record ClientMessage(
        @Nullable String type,
        @Nullable String room,
        @Nullable String cursor,
        @Nullable String token,
        @Nullable String alertId,
        @Nullable String patientId,
        @Nullable String status,
        @Nullable String note) {

    @Override
    public String toString() {
        // The token and the note do not belong in a log line.
        return "message of type " + type;
    }
}
