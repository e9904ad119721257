package dev.wardcast.alerts.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.rules.Tier;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * A person's own notification that an alert concerns them now.
 *
 * @param id the same on streams and in the list of notifications
 * @param type {@code alert_escalated}, {@code alert_assigned}, or {@code system_notification} for
 *     admins
 * @param content for people to read
 * @param timestamp RFC 3339, UTC
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AlertNotice(
        String id,
        String type,
        String content,
        String alertId,
        String patientId,
        Tier tier,
        String timestamp) {

    /** The same for the record, which has to know who was told. */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Record(
            String userId,
            String id,
            String type,
            String content,
            String alertId,
            String patientId,
            Tier tier) {
        static Record of(String userId, AlertNotice notice) {
            return new Record(
                    userId,
                    notice.id(),
                    notice.type(),
                    notice.content(),
                    notice.alertId(),
                    notice.patientId(),
                    notice.tier());
        }
    }
}
