package dev.wardcast.alerts.rulebook;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * One version of a rule.
 *
 * @param version from 1; the highest holds
 * @param changedBy id of a user; {@code wardcast} for what came with the service
 * @param changedAt RFC 3339, UTC
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record RuleVersion(
        String ruleId, int version, JsonNode definition, String changedBy, String changedAt) {}
