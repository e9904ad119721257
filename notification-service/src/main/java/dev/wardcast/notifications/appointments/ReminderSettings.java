package dev.wardcast.notifications.appointments;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * @param work whether this node fires reminders
 * @param poll how often to look for new ones; a node sleeps no longer than to the next it knows
 */
@ConfigurationProperties("wardcast.notifications.reminders")
record ReminderSettings(
        @Bindable(defaultValue = "true") boolean work,
        @Bindable(defaultValue = "1s") Duration poll) {}
