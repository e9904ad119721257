package dev.wardcast.alerts.rulebook;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * What is different of a rule for one patient.
 *
 * @param definition the fields that differ
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record RuleOverride(
        String ruleId,
        String patientId,
        int version,
        JsonNode definition,
        String changedBy,
        String changedAt) {}
