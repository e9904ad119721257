package dev.wardcast.sessions.progress;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Not ready while watchers can't be told what is committed. */
@Singleton
@Readiness
final class SessionNewsHealth implements HealthIndicator {

    private static final String NAME = "session-news";

    private final SessionNews news;

    SessionNewsHealth(SessionNews news) {
        this.news = news;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Mono.fromSupplier(() -> {
            SessionNews.Trouble trouble = news.trouble();
            return trouble == null
                    ? HealthResult.builder(NAME, HealthStatus.UP).build()
                    : HealthResult.builder(NAME, HealthStatus.DOWN)
                            .details(Map.of("reason", trouble.reason()))
                            .build();
        });
    }
}
