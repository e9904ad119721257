package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.Tier;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert that a person or another system raises.
 *
 * @param vitalType {@code null}: about none
 * @param recipients roles in lower case
 * @param context JSON values by name
 * @param idempotencyKey the same key of the same person is the same alert
 */
public record NewAlert(
        String patientId,
        Tier tier,
        @Nullable String vitalType,
        List<String> reasons,
        List<String> recipients,
        Map<String, Object> context,
        @Nullable String idempotencyKey) {}
