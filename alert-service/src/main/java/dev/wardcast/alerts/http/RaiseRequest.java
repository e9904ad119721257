package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.NewAlert;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body that raises an alert.
 *
 * @param reasons 1 to 10, each up to 500 characters
 * @param recipients roles; {@code caregiver} unless given
 * @param context up to 20 texts, numbers, truth values by name
 * @param idempotencyKey 1 to 64 characters of an id
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record RaiseRequest(
        @Nullable String patientId,
        @Nullable String tier,
        @Nullable String vitalType,
        @Nullable List<String> reasons,
        @Nullable List<String> recipients,
        @Nullable Map<String, Object> context,
        @Nullable String idempotencyKey) {

    private static final int MOST_REASONS = 10;
    private static final int LONGEST_REASON = 500;
    private static final int MOST_CONTEXT = 20;

    /**
     * @throws ProblemException naming the first field that is wrong
     */
    NewAlert checked() {
        if (patientId == null) {
            throw ProblemException.badRequest(
                    "missing_patient_id", "patient_id (expected: whose alert)");
        }
        AckDesk.requireId("patient_id", patientId);
        if (tier == null) {
            throw ProblemException.badRequest(
                    "missing_tier", "tier (expected: INFO, WARNING or CRITICAL)");
        }
        if (idempotencyKey != null) {
            AckDesk.requireId("idempotency_key", idempotencyKey);
        }
        return new NewAlert(
                patientId,
                AlertQuery.tier(tier),
                vitalType == null ? null : AlertQuery.vital(vitalType),
                checkedReasons(),
                checkedRecipients(),
                checkedContext(),
                idempotencyKey);
    }

    private List<String> checkedReasons() {
        if (reasons == null || reasons.isEmpty() || reasons.size() > MOST_REASONS) {
            throw ProblemException.badRequest(
                    "invalid_reasons", "reasons (expected: 1 to " + MOST_REASONS + ")");
        }
        for (String reason : reasons) {
            if (reason == null || reason.isBlank()) {
                throw ProblemException.badRequest("invalid_reasons", "reasons (expected: texts)");
            }
            Texts.checked("reasons", reason, LONGEST_REASON);
        }
        return reasons;
    }

    private List<String> checkedRecipients() {
        if (recipients == null) {
            return List.of("caregiver");
        }
        if (recipients.isEmpty()) {
            throw ProblemException.unprocessable(
                    List.of(
                            new FieldError(
                                    "recipients", "(expected: at least one role, or no field)")));
        }
        List<String> roles = new ArrayList<>();
        for (String recipient : recipients) {
            boolean known =
                    Arrays.stream(Role.values())
                            .anyMatch(role -> role.name().equalsIgnoreCase(recipient));
            if (!known || recipients.size() > Role.values().length) {
                throw ProblemException.badRequest(
                        "invalid_recipients", "recipients (expected: roles such as doctor)");
            }
            roles.add(recipient.toLowerCase(Locale.ROOT));
        }
        return roles;
    }

    private Map<String, Object> checkedContext() {
        if (context == null) {
            return Map.of();
        }
        boolean plain =
                context.size() <= MOST_CONTEXT
                        && context.entrySet().stream()
                                .allMatch(e -> isName(e.getKey()) && isPlain(e.getValue()));
        if (!plain) {
            throw ProblemException.badRequest(
                    "invalid_context",
                    "context (expected: up to %d texts, numbers or truth values by name)"
                            .formatted(MOST_CONTEXT));
        }
        context.forEach(RaiseRequest::requireStorable);
        return new LinkedHashMap<>(context);
    }

    private static void requireStorable(String name, Object value) {
        if (value instanceof String text && !PlainText.isPlainLines(text)) {
            throw Texts.notPlain("context." + name);
        }
        if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("context." + name, "(expected: up to 1.7e308)")));
        }
    }

    private static boolean isName(String name) {
        return name.matches("[A-Za-z0-9._-]{1,64}");
    }

    private static boolean isPlain(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length() <= LONGEST_REASON;
            case Number ignored -> true;
            case Boolean ignored -> true;
            case null, default -> false;
        };
    }
}
