package dev.wardcast.alerts.escalation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.rules.Tier;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is called, and after how long, while nobody answers an alert of a tier.
 *
 * @param version grows with each change; an alert keeps the one that it began with
 * @param patientId {@code null}: for everybody who has none of their own
 * @param steps in order of their times; none: nobody is ever called
 * @param unattendedAfter when the admins are told; {@code null} where there are no steps
 * @param changedBy user
 * @param changedAt RFC 3339, UTC
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record EscalationPolicy(
        String policyId,
        int version,
        String name,
        Tier tier,
        @Nullable String patientId,
        List<PolicyStep> steps,
        @Nullable String unattendedAfter,
        String changedBy,
        String changedAt) {}
