package dev.wardcast.vitals.live;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.kit.trace.Tracing;
import dev.wardcast.vitals.VitalsSettings;
import dev.wardcast.vitals.follow.Followers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;

/** Starts publishing with the application. */
@Factory
final class LiveEvents {

    @Context
    @Bean(preDestroy = "close")
    LiveFollowers followers(
            RedisLink link,
            RedisSampleQueue queue,
            EventLog log,
            PublishMetrics metrics,
            VitalsSettings settings,
            MeterRegistry registry,
            Tracing tracing) {
        Followers followers =
                Followers.start(
                        link,
                        queue,
                        new VitalsPublisher(log, queue, metrics, tracing),
                        settings.live());
        registry.gauge("wardcast.vitals.publish.partitions", followers, Followers::held);
        return new LiveFollowers(followers);
    }

    /** A type of its own, because there are followers of other kinds. */
    record LiveFollowers(Followers followers) implements AutoCloseable {
        @Override
        public void close() {
            followers.close();
        }
    }
}
