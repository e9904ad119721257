package dev.wardcast.alerts;

import dev.wardcast.kit.service.ServiceDefaults;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;

/** Brings {@code alert-service.yml}. */
@ContextConfigurer
public final class AlertServiceDefaults extends ServiceDefaults
        implements ApplicationContextConfigurer {
    public AlertServiceDefaults() {
        super("alert-service.yml");
    }
}
