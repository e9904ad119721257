package dev.wardcast.gateway.metrics;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.follow.DeliveryObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long events are on their way from the log to the sockets of an event loop: from the moment at
 * which Redis took them, by its clock, to the flush, by ours. Clocks that differ show here.
 */
@Singleton
final class WriteLatency implements DeliveryObserver {

    private static final Duration[] BUCKETS =
            Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final Timer timer;

    WriteLatency(MeterRegistry registry) {
        timer =
                Timer.builder("wardcast.gateway.publish.to.write")
                        .description(
                                "From Redis' clock to the flush, of the oldest event of each batch"
                                        + " and event loop")
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry);
    }

    /** Once a batch, the longest wait in it: what it costs is paid between two batches. */
    @Override
    public void delivered(List<LogEvent> events) {
        Instant now = Instant.now();
        long nowMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        timer.record(Math.max(0, nowMicros - events.getFirst().clock()), TimeUnit.MICROSECONDS);
    }
}
