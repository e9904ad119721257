package dev.wardcast.alerts.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.rules.Tier;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That something about an alert is different now, on the stream and as the answer to the one who
 * did it.
 *
 * @param event {@code alert_updated}
 * @param change what, for instance {@code snoozed}
 * @param response {@code UNACKED}, {@code ACKED} or {@code RESOLVED}
 * @param timestamp RFC 3339, UTC
 * @param by the role of the person, in lower case; {@code null} where it happened by itself
 * @param userId the person
 * @param text a comment, or the note of a resolution
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertUpdate(
        String event,
        String change,
        String alertId,
        String patientId,
        Tier tier,
        String response,
        String timestamp,
        @Nullable String by,
        @Nullable String userId,
        @Nullable String snoozedUntil,
        @Nullable String assignedTo,
        @Nullable String text) {

    public static AlertUpdate of(
            StoredAlert alert, StoryEntry.What what, Instant now, @Nullable Person by) {
        Instant snoozed = alert.snoozedUntil();
        return new AlertUpdate(
                "alert_updated",
                what.name().toLowerCase(Locale.ROOT),
                alert.alertId(),
                alert.patientId(),
                alert.tier(),
                alert.response(),
                now.toString(),
                by == null ? null : by.role(),
                by == null ? null : by.userId(),
                snoozed == null || !snoozed.isAfter(now) ? null : snoozed.toString(),
                alert.assignedTo(),
                null);
    }

    AlertUpdate by(@Nullable String role, @Nullable String user) {
        return new AlertUpdate(
                event,
                change,
                alertId,
                patientId,
                tier,
                response,
                timestamp,
                role,
                user,
                snoozedUntil,
                assignedTo,
                text);
    }

    AlertUpdate saying(@Nullable String words) {
        return new AlertUpdate(
                event,
                change,
                alertId,
                patientId,
                tier,
                response,
                timestamp,
                by,
                userId,
                snoozedUntil,
                assignedTo,
                words);
    }
}
