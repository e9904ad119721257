package dev.wardcast.gateway;

import dev.wardcast.kit.service.ServiceDefaults;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;

/** The gateway's own settings. */
@ContextConfigurer
public final class StreamGatewayDefaults extends ServiceDefaults
        implements ApplicationContextConfigurer {
    public StreamGatewayDefaults() {
        super("stream-gateway.yml");
    }
}
