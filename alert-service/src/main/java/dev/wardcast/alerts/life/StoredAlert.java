package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert's row while a transaction holds its lock.
 *
 * @param vitalType {@code null} where it is about none: raised by hand
 * @param context JSON values by name
 * @param byHand whether a person or another system raised it, and no rule
 */
public record StoredAlert(
        String alertId,
        String patientId,
        Tier tier,
        boolean active,
        String response,
        @Nullable String vitalType,
        List<Double> vitalsWindow,
        Map<String, Double> threshold,
        List<String> reasons,
        List<String> recipients,
        Map<String, Object> context,
        @Nullable String alertType,
        @Nullable String message,
        @Nullable Instant snoozedUntil,
        @Nullable String assignedTo,
        boolean byHand) {

    /** Whether somebody is still waited for. */
    public boolean open() {
        return active && unacked();
    }

    boolean unacked() {
        return response.equals("UNACKED");
    }

    boolean resolved() {
        return response.equals("RESOLVED");
    }
}
