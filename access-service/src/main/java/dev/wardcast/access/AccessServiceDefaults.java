package dev.wardcast.access;

import dev.wardcast.kit.service.ServiceDefaults;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;

/** Brings {@code access-service.yml}. */
@ContextConfigurer
public final class AccessServiceDefaults extends ServiceDefaults implements ApplicationContextConfigurer {
    public AccessServiceDefaults() {
        super("access-service.yml");
    }
}
