package dev.wardcast.gateway;

import dev.wardcast.eventlog.follow.HubStats;
import dev.wardcast.eventlog.follow.RoomHub;
import dev.wardcast.gateway.stream.OpenStreams;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.util.function.ToDoubleFunction;

/** What this node does, in numbers. */
@Context
final class GatewayMetrics {

    GatewayMetrics(MeterRegistry registry, RoomHub hub, OpenStreams streams) {
        Gauge.builder("wardcast.gateway.connections", streams, OpenStreams::count)
                .description("Open streams")
                .register(registry);
        Gauge.builder("wardcast.gateway.live", hub, h -> h.live() ? 1 : 0)
                .description("1 while everything that is published is heard")
                .register(registry);
        HubStats stats = hub.stats();
        count(registry, stats, "heard", "Events heard from Redis", HubStats::events);
        count(registry, stats, "disconnects", "Broken subscriptions", HubStats::disconnects);
        count(
                registry,
                stats,
                "holes.found",
                "Holes found by a broken chain",
                HubStats::holesFound);
        count(
                registry,
                stats,
                "lost.found",
                "Lost messages found by a check",
                HubStats::lostMessagesFound);
        count(
                registry,
                stats,
                "inbox.overflows",
                "Times more was heard than taken in",
                HubStats::inboxOverflows);
        count(registry, stats, "gaps", "Gaps that clients were told of", HubStats::gaps);
        count(registry, stats, "epochs", "New epochs of the log", HubStats::epochs);
        count(
                registry,
                stats,
                "pages.read",
                "Pages read from Redis to catch up",
                HubStats::pagesRead);
        count(registry, stats, "queue.overflows", "Times a client fell behind", HubStats::pauses);
    }

    private static void count(
            MeterRegistry registry,
            HubStats stats,
            String name,
            String description,
            ToDoubleFunction<HubStats> value) {
        FunctionCounter.builder("wardcast.gateway." + name, stats, value)
                .description(description)
                .register(registry);
    }
}
