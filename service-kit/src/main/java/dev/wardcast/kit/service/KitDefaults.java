package dev.wardcast.kit.service;

import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;

/** The settings that all services share. */
@ContextConfigurer
public final class KitDefaults extends ServiceDefaults implements ApplicationContextConfigurer {
    public KitDefaults() {
        super("service-kit.yml");
    }
}
