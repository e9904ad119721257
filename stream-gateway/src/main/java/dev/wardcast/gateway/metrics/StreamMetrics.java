package dev.wardcast.gateway.metrics;

import dev.wardcast.gateway.presence.LocalPresence;
import dev.wardcast.gateway.presence.LocalPresence.Kind;
import dev.wardcast.gateway.stream.Ending;
import dev.wardcast.gateway.stream.StreamStats;
import dev.wardcast.gateway.stream.StreamStats.Beginning;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micronaut.context.annotation.Context;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** The connections of this node: how many, how they begin and end, and what they are given. */
@Context
final class StreamMetrics {

    private final Meters meters;
    private final StreamStats stats;

    StreamMetrics(MeterRegistry registry, LocalPresence presence, StreamStats stats) {
        this.meters = new Meters(registry);
        this.stats = stats;
        presence.onNewKind(this::connections);
        meters.gauge(presence, "rooms", "Rooms with somebody in them", LocalPresence::roomCount);
        meters.count(stats, "deliveries", "Events written to clients", StreamStats::deliveries);
        for (Beginning outcome : Beginning.values()) {
            meters.count(
                    stats,
                    "streams.begun",
                    "Streams that have caught up, by how they began",
                    Tags.of("outcome", outcome.name().toLowerCase(Locale.ROOT)),
                    s -> s.beginnings(outcome));
        }
        // From the start, so that the first one is seen as a rise from 0.
        for (Ending ending : Ending.values()) {
            endings(ending.reason());
        }
        stats.onNewEnding(this::endings);
    }

    private void connections(Kind kind, LongAdder count) {
        meters.gauge(
                count,
                "connections",
                "Open streams",
                Tags.of("endpoint", kind.endpoint(), "transport", kind.transport()),
                LongAdder::sum);
    }

    private void endings(String reason) {
        meters.count(
                stats,
                "disconnects",
                "Streams that ended, by reason",
                Tags.of("reason", reason),
                s -> s.endings(reason));
    }
}
