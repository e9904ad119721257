package dev.wardcast.access.projection;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Not ready while other services decide from a projection that we can't bring up to date. */
@Singleton
@Readiness
final class ProjectionHealth implements HealthIndicator {

    private final Projector projector;

    ProjectionHealth(Projector projector) {
        this.projector = projector;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.just(
                HealthResult.builder(
                                "access-projection",
                                projector.isUpToDate() ? HealthStatus.UP : HealthStatus.DOWN)
                        .build());
    }
}
