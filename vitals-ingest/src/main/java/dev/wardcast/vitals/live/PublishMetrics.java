package dev.wardcast.vitals.live;

import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How long samples take from their receipt to their rooms. */
@Singleton
final class PublishMetrics {

    private final Timer lag;

    PublishMetrics(MeterRegistry registry) {
        this.lag =
                Timer.builder("wardcast.vitals.publish.lag")
                        .description("From receipt of a sample to its live event")
                        .publishPercentileHistogram()
                        .maximumExpectedValue(Duration.ofSeconds(30))
                        .register(registry);
    }

    void published(List<Entry> entries) {
        Instant now = Instant.now();
        for (Entry entry : entries) {
            lag.record(Duration.between(entry.sample().receivedAt(), now));
        }
    }
}
