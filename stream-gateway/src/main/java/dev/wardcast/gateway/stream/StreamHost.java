package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.RoomHub;
import dev.wardcast.gateway.GatewayConfiguration;
import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** What the streams of this node have in common. */
@Singleton
public final class StreamHost {

    private final RoomHub hub;
    private final OpenStreams open;
    private final StreamStats stats;
    private final GatewayConfiguration configuration;
    private final PatientDeliveries deliveries;
    private final Receipts receipts;
    private final long retryMillis;
    private final int maxPending;
    private final Map<EventLoop, LoopStreams> loops = new ConcurrentHashMap<>();

    public StreamHost(
            RoomHub hub,
            OpenStreams open,
            StreamStats stats,
            GatewayConfiguration configuration,
            PatientDeliveries deliveries,
            Receipts receipts) {
        this.hub = hub;
        this.open = open;
        this.stats = stats;
        this.configuration = configuration;
        this.deliveries = deliveries;
        this.receipts = receipts;
        this.retryMillis = configuration.getRetry().toMillis();
        this.maxPending = configuration.getMaxPending();
    }

    /** A stream that has not begun; on the outlet's loop. */
    public ClientStream stream(StreamRequest request, Outlet outlet, Collection<Room> rooms) {
        return new ClientStream(this, request, outlet, rooms);
    }

    RoomHub hub() {
        return hub;
    }

    public OpenStreams open() {
        return open;
    }

    PatientDeliveries deliveries() {
        return deliveries;
    }

    Receipts receipts() {
        return receipts;
    }

    StreamStats stats() {
        return stats;
    }

    LoopStreams on(EventLoop loop) {
        return loops.computeIfAbsent(loop, l -> new LoopStreams(l, stats, deliveries));
    }

    Duration keepAlive(Dialect dialect) {
        return switch (dialect) {
            case DATA, EVENTS -> configuration.getKeepAlive();
            case STEPS -> configuration.getSessionKeepAlive();
        };
    }

    long retryMillis() {
        return retryMillis;
    }

    int maxPending() {
        return maxPending;
    }

    long millisUntil(Instant time) {
        return Math.max(0, Duration.between(Instant.now(), time).toMillis());
    }

    /**
     * A connection's last moment: a fifth more or less than the maximum age, so that not all end at
     * once.
     */
    Instant oldAt() {
        long age = configuration.getMaxAge().toMillis();
        return Instant.now()
                .plusMillis(age + ThreadLocalRandom.current().nextLong(-age / 5, age / 5 + 1));
    }
}
