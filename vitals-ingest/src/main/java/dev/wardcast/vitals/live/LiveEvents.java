package dev.wardcast.vitals.live;

import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.ReadingLog;
import dev.wardcast.eventlog.vitals.RedisReadingLog;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.kit.trace.Tracing;
import dev.wardcast.vitals.VitalsSettings;
import dev.wardcast.vitals.follow.Followers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;

/**
 * Starts publishing with the application, on a connection to Redis of its own: a server answers
 * what comes on one connection in its order, and posts would wait behind all that is published.
 */
@Factory
final class LiveEvents {

    @Context
    @Bean(preDestroy = "close")
    LiveFollowers followers(
            @Value("${wardcast.redis-url}") String redisUrl,
            LogOptions options,
            RedisLink link,
            RedisSampleQueue queue,
            PublishMetrics metrics,
            VitalsSettings settings,
            MeterRegistry registry,
            Tracing tracing) {
        RedisEventLog.requireSamePartitions(link, options);
        RedisLink own = RedisLink.connect(redisUrl);
        ReadingLog log = new RedisReadingLog(own, options);
        Followers followers =
                Followers.start(
                        link,
                        queue,
                        new VitalsPublisher(log, queue, metrics, tracing),
                        settings.live());
        registry.gauge("wardcast.vitals.publish.partitions", followers, Followers::held);
        return new LiveFollowers(followers, own);
    }

    /** A type of its own, because there are followers of other kinds. */
    record LiveFollowers(Followers followers, RedisLink own) implements AutoCloseable {
        @Override
        public void close() {
            followers.close();
            own.close();
        }
    }
}
