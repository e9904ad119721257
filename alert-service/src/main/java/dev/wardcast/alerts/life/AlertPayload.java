package dev.wardcast.alerts.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.rules.Tier;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What clients receive of an alert.
 *
 * @param event {@code alert}; {@code alert_escalated} for a rise in tier, and for a step of the
 *     escalation
 * @param threshold the normal range
 * @param timestamp RFC 3339, UTC
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertPayload(
        String event,
        String alertId,
        Tier tier,
        String patientId,
        @Nullable String vitalType,
        List<Double> vitalsWindow,
        Map<String, Double> threshold,
        List<String> reasons,
        List<String> recipients,
        String timestamp,
        Map<String, Object> context,
        @Nullable String alertType,
        @Nullable String message) {

    static AlertPayload opened(Raised raised) {
        return of("alert", raised, raised.rule().recipients());
    }

    static AlertPayload rose(Raised raised) {
        return of("alert_escalated", raised, raised.rule().escalationRecipients());
    }

    /** As it stands now, so that whoever is called late is not told what was long ago. */
    public static AlertPayload escalated(StoredAlert alert, List<String> recipients, Instant now) {
        return of("alert_escalated", alert, recipients, now);
    }

    static AlertPayload byHand(StoredAlert alert, Instant now) {
        return of("alert", alert, alert.recipients(), now);
    }

    private static AlertPayload of(
            String event, StoredAlert alert, List<String> recipients, Instant now) {
        return new AlertPayload(
                event,
                alert.alertId(),
                alert.tier(),
                alert.patientId(),
                alert.vitalType(),
                alert.vitalsWindow(),
                alert.threshold(),
                alert.reasons(),
                recipients,
                now.toString(),
                alert.context(),
                alert.alertType(),
                alert.message());
    }

    private static AlertPayload of(String event, Raised raised, List<String> recipients) {
        return new AlertPayload(
                event,
                raised.alertId(),
                raised.tier(),
                raised.patientId(),
                raised.vitalType(),
                raised.vitalsWindow(),
                raised.threshold(),
                raised.reasons(),
                recipients,
                raised.at().toString(),
                Collections.unmodifiableMap(raised.context()),
                raised.rule().alertType(),
                raised.message());
    }
}
