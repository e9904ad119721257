package dev.wardcast.gateway;

import dev.wardcast.eventlog.Groups;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.follow.DeliveryObserver;
import dev.wardcast.eventlog.follow.RoomHub;
import dev.wardcast.kit.crypto.SealedEvents;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** This node's name, and its ear on Redis, listening from the start. */
@Factory
final class RoomHubFactory {

    @Singleton
    GatewayNode gatewayNode() {
        return GatewayNode.begin(Optional.ofNullable(System.getenv("HOSTNAME")));
    }

    @Singleton
    Groups groups(RedisLink redis, LogOptions options) {
        return new Groups(redis, options);
    }

    @Context
    @Bean(preDestroy = "close")
    RoomHub roomHub(
            RedisLink redis,
            LogOptions options,
            GatewayNode node,
            List<DeliveryObserver> observers,
            SealedEvents sealed) {
        RedisEventLog.requireSamePartitions(redis, options);
        RoomHub hub = new RoomHub(redis, options, node.id(), all(observers), sealed);
        hub.start();
        return hub;
    }

    /** Usually there is one. */
    private static DeliveryObserver all(List<DeliveryObserver> observers) {
        return observers.size() == 1
                ? observers.getFirst()
                : events -> observers.forEach(observer -> observer.delivered(events));
    }
}
