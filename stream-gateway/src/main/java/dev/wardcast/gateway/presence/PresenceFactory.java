package dev.wardcast.gateway.presence;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.gateway.Drain;
import dev.wardcast.gateway.GatewayNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;

/** This node's presence, told from the start. */
@Factory
final class PresenceFactory {

    @Singleton
    PresenceFields presenceFields(JsonMapper json) {
        return new PresenceFields(json);
    }

    @Singleton
    ThisNode thisNode(GatewayNode node, LocalPresence local, Drain drain) {
        return new ThisNode(node, local, drain::draining);
    }

    @Context
    @Bean(preDestroy = "close")
    PresenceWriter presenceWriter(
            RedisLink redis,
            ThisNode node,
            LocalPresence local,
            PresenceFields fields,
            MeterRegistry registry) {
        PresenceWriter writer =
                new PresenceWriter(redis, node, local, fields, PresenceWriter.Pace.USUAL);
        Gauge.builder("wardcast.gateway.nodes", writer, PresenceWriter::nodes)
                .description("Gateways that are alive, as this one sees it")
                .register(registry);
        writer.start();
        return writer;
    }
}
