package dev.wardcast.gateway.presence;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.GatewayNode;
import dev.wardcast.gateway.presence.LocalPresence.Kind;
import dev.wardcast.gateway.stream.OpenStreams;
import io.micronaut.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A gateway's presence without the gateway: what its streams would tell, a test tells. */
final class PresenceNode implements AutoCloseable {

    /** As usual, but ten times as fast. */
    static final PresenceWriter.Pace FAST =
            new PresenceWriter.Pace(
                    Duration.ofMillis(100),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(1),
                    10 << 20);

    static final Kind SSE = new Kind("test", "sse");

    final LocalPresence local = new LocalPresence(new OpenStreams());
    final PresenceWriter writer;
    final OtherNodes others;
    final Presence presence;
    final String id = "node-" + UUID.randomUUID();
    private final RedisLink redis;

    PresenceNode(String redisUrl) {
        this(redisUrl, FAST);
    }

    PresenceNode(String redisUrl, PresenceWriter.Pace pace) {
        redis = RedisLink.connect(redisUrl);
        PresenceFields fields = new PresenceFields(JsonMapper.createDefault());
        ThisNode self = new ThisNode(new GatewayNode(id, Instant.now()), local, () -> false);
        writer = new PresenceWriter(redis, self, local, fields, pace);
        others = new OtherNodes(redis, self, fields);
        presence = new Presence(self, local, others);
        writer.start();
    }

    PresenceNode connect(String user, Room... rooms) {
        local.opened(user, SSE);
        for (Room room : rooms) {
            local.joined(user, room);
        }
        return this;
    }

    PresenceNode disconnect(String user, Room... rooms) {
        for (Room room : rooms) {
            local.left(user, room);
        }
        local.closed(user, SSE);
        return this;
    }

    long connectionsOfAll() {
        return presence.statistics().totalConnections();
    }

    RedisLink redis() {
        return redis;
    }

    /** Ends as a killed process does: it writes no more, and takes nothing back. */
    void kill() {
        writer.die();
    }

    @Override
    public void close() {
        writer.close();
        redis.close();
    }
}
