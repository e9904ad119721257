package dev.wardcast.alerts.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.rules.Tier;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it stands now.
 *
 * @param condition {@code ACTIVE} or {@code CLEARED}
 * @param response {@code UNACKED}, {@code ACKED} or {@code RESOLVED}
 * @param timestamp when it opened; RFC 3339, UTC, as all times here
 * @param occurrences how often the condition was found to hold
 * @param acknowledgement the one that holds now
 * @param raisedBy the user who raised it by hand; {@code null}: a rule did
 * @param assignedTo the user in whose hands it is
 * @param snoozedUntil nobody more is called until then
 * @param resolvedBy the role of the person who resolved it, in lower case
 * @param unattendedSince nobody had answered when the last step of its escalation was over
 * @param nextCall the next step of its escalation; {@code null}: nothing more happens by itself
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertView(
        String alertId,
        Tier tier,
        String patientId,
        String ruleId,
        @Nullable String vitalType,
        List<Double> vitalsWindow,
        JsonNode threshold,
        List<String> reasons,
        List<String> recipients,
        String timestamp,
        JsonNode context,
        @Nullable String alertType,
        @Nullable String message,
        String condition,
        String response,
        int occurrences,
        String updatedAt,
        @Nullable String clearedAt,
        @Nullable AckPayload acknowledgement,
        @Nullable String raisedBy,
        @Nullable String assignedTo,
        @Nullable String snoozedUntil,
        @Nullable String resolvedAt,
        @Nullable String resolvedBy,
        @Nullable String unattendedSince,
        @Nullable NextCall nextCall) {

    /**
     * @param at when, unless somebody answers before
     * @param roles who is called then; without them the alert counts as unattended
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NextCall(String at, @Nullable JsonNode roles) {}
}
