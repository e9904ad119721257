package dev.wardcast.alerts.escalation;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * @param after since the alert opened or rose, such as {@code 90s} or {@code 5m}
 * @param roles whose people are called
 */
@Serdeable
record PolicyStep(String after, List<String> roles) {
    PolicyStep {
        roles = List.copyOf(roles);
    }
}
