package dev.wardcast.kit.service;

import dev.wardcast.eventlog.RedisLink;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Whether Redis answers on the connection that commands really use, be it a single server or a
 * Cluster, which the framework's own indicator can't tell.
 */
@Singleton
@Readiness
final class RedisHealth implements HealthIndicator {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RedisLink redis;

    RedisHealth(RedisLink redis) {
        this.redis = redis;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromCompletionStage(() -> redis.commands().ping())
                .timeout(PATIENCE)
                .map(pong -> result(HealthStatus.UP))
                .onErrorReturn(result(HealthStatus.DOWN));
    }

    private static HealthResult result(HealthStatus status) {
        return HealthResult.builder("redis", status).build();
    }
}
