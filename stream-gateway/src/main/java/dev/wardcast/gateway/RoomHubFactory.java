package dev.wardcast.gateway;

import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.follow.RoomHub;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import java.util.UUID;

/** This node's ear on Redis, listening from the start. */
@Factory
final class RoomHubFactory {

    @Context
    @Bean(preDestroy = "close")
    RoomHub roomHub(RedisLink redis, LogOptions options) {
        RedisEventLog.requireSamePartitions(redis, options);
        RoomHub hub = new RoomHub(redis, options, UUID.randomUUID().toString());
        hub.start();
        return hub;
    }
}
