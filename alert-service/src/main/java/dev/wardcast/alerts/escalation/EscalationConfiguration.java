package dev.wardcast.alerts.escalation;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code wardcast.alerts.escalation}.
 *
 * @param work whether this node takes steps that are due; any number of nodes may
 * @param poll how often to look without having been woken; the safety net, not the way
 */
@ConfigurationProperties("wardcast.alerts.escalation")
record EscalationConfiguration(
        @Bindable(defaultValue = "true") boolean work,
        @Bindable(defaultValue = "5s") Duration poll) {}
