package dev.wardcast.alerts.trial;

import dev.wardcast.alerts.rules.Tier;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule would have raised. Times are RFC 3339, UTC: those of the readings, because a history
 * may have come all at once; of silent devices our times of receipt.
 *
 * @param samples readings that it was tried on
 * @param complete false where there were more than are looked at; the oldest are left out
 * @param late readings that would not have counted, because a later one had come before
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record TrialResult(
        String ruleId,
        String patientId,
        int samples,
        boolean complete,
        List<Alert> alerts,
        List<Suppressed> suppressed,
        int late) {

    /**
     * @param tier the highest that it would have reached
     * @param values the readings that it would have opened by
     * @param reopenedAt when the condition came back and it would have been the same alert
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Alert(
            String openedAt,
            Tier openedTier,
            @Nullable String roseAt,
            Tier tier,
            @Nullable String clearedAt,
            List<String> reopenedAt,
            int occurrences,
            List<Double> values,
            List<String> reasons,
            Map<String, Object> context) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Suppressed(Tier tier, String beganAt, String endedAt) {}
}
