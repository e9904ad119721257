package dev.wardcast.notifications;

import dev.wardcast.kit.service.ServiceDefaults;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;

/** Brings {@code notification-service.yml}. */
@ContextConfigurer
public final class NotificationServiceDefaults extends ServiceDefaults
        implements ApplicationContextConfigurer {
    public NotificationServiceDefaults() {
        super("notification-service.yml");
    }
}
