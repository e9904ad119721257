package dev.wardcast.kit.samples;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

@Factory
final class SampleQueueFactory {

    @Singleton
    RedisSampleQueue sampleQueue(RedisLink link, SampleQueueSettings settings) {
        return new RedisSampleQueue(link, settings.limits(), settings.copies());
    }
}
