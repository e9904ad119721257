package dev.wardcast.gateway.metrics;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.eventlog.follow.DeliveryObserver;
import dev.wardcast.kit.trace.Tracing;
import io.micronaut.context.annotation.Requires;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the way of an event from the log to the sockets, for those that are recorded: once a
 * node, when the first of its event loops has written to its clients. It begins, by Redis' clock,
 * when the event was taken; a Redis ahead of us makes it empty.
 */
@Singleton
@Requires(property = "wardcast.tracing.enabled", value = "true")
final class TracedWrites implements DeliveryObserver {

    private final Tracing tracing;

    TracedWrites(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public void delivered(List<LogEvent> events) {
        for (LogEvent event : events) {
            @Nullable TraceContext published = event.takeTrace();
            if (published != null) {
                written(event, published);
            }
        }
    }

    private void written(LogEvent event, TraceContext published) {
        Instant now = Instant.now();
        Instant taken = Instant.EPOCH.plus(event.clock(), ChronoUnit.MICROS);
        tracing.after(
                        published,
                        "stream write",
                        SpanKind.CONSUMER,
                        taken.isAfter(now) ? now : taken)
                .note("wardcast.event.type", event.type())
                .end();
    }
}
