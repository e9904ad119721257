package dev.wardcast.kit.outbox;

import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Not ready while what is committed can't be published. */
@Readiness
@EachBean(OutboxProgress.class)
final class OutboxHealth implements HealthIndicator {

    private final String name;
    private final OutboxProgress progress;

    OutboxHealth(@Parameter String datasource, OutboxProgress progress) {
        this.name = "outbox-" + datasource;
        this.progress = progress;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(() -> {
            String trouble = progress.lastingTrouble();
            return trouble == null
                    ? HealthResult.builder(name, HealthStatus.UP).build()
                    : HealthResult.builder(name, HealthStatus.DOWN)
                            .details(Map.of("reason", trouble))
                            .build();
        });
    }
}
