package dev.wardcast.sessions.projection;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Not ready while nobody can be let into the stream of a session that is made here. */
@Singleton
@Readiness
final class SessionProjectionHealth implements HealthIndicator {

    private final SessionProjector projector;

    SessionProjectionHealth(SessionProjector projector) {
        this.projector = projector;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(() ->
                HealthResult.builder(
                                "session-projection",
                                projector.isUpToDate() ? HealthStatus.UP : HealthStatus.DOWN)
                        .build());
    }
}
