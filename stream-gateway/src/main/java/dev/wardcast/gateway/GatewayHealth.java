package dev.wardcast.gateway;

import dev.wardcast.eventlog.follow.RoomHub;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/**
 * Not ready while this node is deaf, or is about to end. A connected socket is no proof of hearing:
 * what counts is the echo of what we publish to ourselves.
 */
@Singleton
@Readiness
final class GatewayHealth implements HealthIndicator {

    private final RoomHub hub;
    private final Drain drain;

    GatewayHealth(RoomHub hub, Drain drain) {
        this.hub = hub;
        this.drain = drain;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(
                HealthResult.builder(
                                "subscription",
                                hub.live() && !drain.draining()
                                        ? HealthStatus.UP
                                        : HealthStatus.DOWN)
                        .build());
    }
}
