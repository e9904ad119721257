package dev.wardcast.gateway.metrics;

import dev.wardcast.eventlog.follow.HubStats;
import dev.wardcast.eventlog.follow.RoomHub;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What this node hears from Redis, and how well. */
@Context
final class HubMetrics {

    HubMetrics(MeterRegistry registry, RoomHub hub) {
        Meters meters = new Meters(registry);
        meters.gauge(
                hub,
                "live",
                "1 while everything that is published is heard",
                h -> h.live() ? 1 : 0);
        meters.seconds(
                hub,
                "echo.age",
                "Since this node last heard what it published to itself",
                h -> seconds(h.echoAge()));
        HubStats stats = hub.stats();
        meters.seconds(
                stats,
                "redis.lag",
                "From Redis' clock to the hearing, of the last event that was heard",
                s -> seconds(s.lag()));
        meters.count(stats, "heard", "Events heard from Redis", HubStats::events);
        meters.count(stats, "redis.disconnects", "Broken subscriptions", HubStats::disconnects);
        meters.count(stats, "holes.found", "Holes found by a broken chain", HubStats::holesFound);
        meters.count(
                stats,
                "lost.found",
                "Lost messages found by a check, with no event to reveal them",
                HubStats::lostMessagesFound);
        meters.count(
                stats,
                "inbox.overflows",
                "Times more was heard than could be taken in",
                HubStats::inboxOverflows);
        meters.count(stats, "epochs", "New epochs of the log", HubStats::epochs);
        meters.count(stats, "pages.read", "Pages read from Redis to catch up", HubStats::pagesRead);
        meters.count(stats, "gaps", "Gaps that clients were told of", HubStats::gaps);
        meters.count(stats, "queue.overflows", "Times a client fell behind", HubStats::pauses);
        meters.count(
                stats,
                "collapsed",
                "Readings that a client who fell behind was not given, because a newer one was",
                HubStats::collapsed);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
