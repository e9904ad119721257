package dev.wardcast.alerts.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.rules.Tier;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * A person's own notification that an alert concerns them now.
 *
 * @param type {@code alert_escalated}, {@code alert_assigned}, or {@code system_notification} for
 *     admins
 * @param content for people to read
 * @param timestamp RFC 3339, UTC
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AlertNotice(
        String type,
        String content,
        String alertId,
        String patientId,
        Tier tier,
        String timestamp) {}
