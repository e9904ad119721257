package dev.wardcast.gateway;

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
import java.util.Optional;

/** This node's name, and its ear on Redis, listening from the start. */
@Factory
final class RoomHubFactory {

    @Singleton
    GatewayNode gatewayNode() {
        return GatewayNode.begin(Optional.ofNullable(System.getenv("HOSTNAME")));
    }

    @Context
    @Bean(preDestroy = "close")
    RoomHub roomHub(
            RedisLink redis,
            LogOptions options,
            GatewayNode node,
            DeliveryObserver observer,
            SealedEvents sealed) {
        RedisEventLog.requireSamePartitions(redis, options);
        RoomHub hub = new RoomHub(redis, options, node.id(), observer, sealed);
        hub.start();
        return hub;
    }
}
