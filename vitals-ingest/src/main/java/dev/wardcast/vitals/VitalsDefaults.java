package dev.wardcast.vitals;

import dev.wardcast.kit.service.ServiceDefaults;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;

/** What this service sets by itself. */
@ContextConfigurer
public final class VitalsDefaults extends ServiceDefaults implements ApplicationContextConfigurer {
    public VitalsDefaults() {
        super("vitals-ingest.yml");
    }
}
