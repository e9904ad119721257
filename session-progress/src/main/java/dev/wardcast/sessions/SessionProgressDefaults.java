package dev.wardcast.sessions;

import dev.wardcast.kit.service.ServiceDefaults;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;

/** Brings {@code session-progress.yml}. */
@ContextConfigurer
public final class SessionProgressDefaults extends ServiceDefaults
        implements ApplicationContextConfigurer {
    public SessionProgressDefaults() {
        super("session-progress.yml");
    }
}
