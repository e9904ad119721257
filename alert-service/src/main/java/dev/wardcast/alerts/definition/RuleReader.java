package dev.wardcast.alerts.definition;

import dev.wardcast.alerts.rules.Condition;
import dev.wardcast.alerts.rules.DeviceSilence;
import dev.wardcast.alerts.rules.News2Condition;
import dev.wardcast.alerts.rules.RateOfChange;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.Threshold;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a rule of its definition, or says everything that is wrong with it. */
public final class RuleReader {

    /** What a rule can be called. */
    public static final Pattern ID = Pattern.compile("[a-z0-9_]{1,64}");

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    private static final String ROLE = "patient|caregiver|doctor|nurse|therapist|dispatcher|admin";
    private static final String ROLES =
            "roles of patient, caregiver, doctor, nurse, therapist, dispatcher, admin";
    private static final String KINDS =
            "one of "
                    + String.join(
                            ", ",
                            Threshold.KIND,
                            RateOfChange.KIND,
                            DeviceSilence.KIND,
                            News2Condition.KIND);

    private RuleReader() {}

    /**
     * @throws ProblemException 422 with an entry for each mistake
     */
    public static Rule read(String id, long revision, JsonNode definition) {
        List<FieldError> errors = new ArrayList<>();
        Part part =
                new Part(
                        definition.isObject() ? definition : JsonNode.createObjectNode(Map.of()),
                        "",
                        errors);
        if (!ID.matcher(id).matches()) {
            errors.add(new FieldError("rule_id", "(expected: 1 to 64 of a-z 0-9 _)"));
        }
        Condition condition = condition(part);
        Duration delay = part.duration("delay", Duration.ZERO, LONGEST_DELAY, Duration.ZERO);
        if (delay.isPositive() && condition != null && !(condition instanceof Threshold)) {
            part.wrong("delay", "0s, because a " + condition.kind() + " rule does not wait");
        }
        Duration reopenWithin =
                part.duration("reopen_within", Duration.ZERO, Duration.ofDays(1), Duration.ZERO);
        String alertType =
                part.text("alert_type", "[a-z0-9_]{1,64}", "1 to 64 of a-z 0-9 _, or nothing");
        String message =
                part.text(
                        "message",
                        "[^\\p{Cntrl}]{1,500}",
                        "1 to 500 characters, no control characters, or nothing");
        List<String> recipients = part.words("recipients", ROLE, ROLES, List.of("caregiver"));
        List<String> escalation =
                part.words("escalation_recipients", ROLE, ROLES, List.of("doctor", "nurse"));
        boolean enabled = part.flag("enabled", true);
        if (condition == null || !errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new Rule(
                id,
                revision,
                enabled,
                condition,
                delay,
                reopenWithin,
                alertType,
                message,
                recipients,
                escalation);
    }

    /** {@code null} where it cannot be made, and why is noted. */
    private static @Nullable Condition condition(Part part) {
        String kind = part.text("kind", "[a-z0-9_]{1,64}", KINDS);
        if (kind == null) {
            if (!part.has("kind")) {
                part.wrong("kind", KINDS);
            }
            return null;
        }
        return switch (kind) {
            case Threshold.KIND -> ThresholdReader.read(part);
            case RateOfChange.KIND -> ConditionReader.rate(part);
            case News2Condition.KIND -> ConditionReader.news2(part);
            case DeviceSilence.KIND -> ConditionReader.silence(part);
            default -> {
                part.wrong("kind", KINDS);
                yield null;
            }
        };
    }
}
