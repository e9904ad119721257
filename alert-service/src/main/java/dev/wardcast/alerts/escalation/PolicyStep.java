package dev.wardcast.alerts.escalation;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * @param after ISO 8601, since the alert opened or rose: {@code PT1M30S}
 * @param roles whose people are called
 */
@Serdeable
record PolicyStep(String after, List<String> roles) {
    PolicyStep {
        roles = List.copyOf(roles);
    }
}
