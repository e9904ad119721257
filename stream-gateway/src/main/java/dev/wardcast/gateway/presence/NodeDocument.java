package dev.wardcast.gateway.presence;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.Map;

/**
 * A gateway node, as it describes itself.
 *
 * @param connections open streams
 * @param users different users among them
 * @param rooms rooms with somebody in them
 * @param connectionsByTransport {@code sse} and {@code websocket}
 * @param startedAt when the node began
 * @param draining whether it is about to end and lets go of its streams
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record NodeDocument(
        String node,
        long connections,
        long users,
        long rooms,
        Map<String, Long> connectionsByTransport,
        Instant startedAt,
        boolean draining) {}
