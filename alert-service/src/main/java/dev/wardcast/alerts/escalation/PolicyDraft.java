package dev.wardcast.alerts.escalation;

import dev.wardcast.alerts.rules.Durations;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy's content, checked.
 *
 * @param roles of each step
 * @param afterSeconds of each step, and behind them that of being unattended; empty without steps
 */
record PolicyDraft(String name, List<List<String>> roles, List<Integer> afterSeconds) {

    private static final int LONGEST_NAME = 200;
    private static final int MOST_STEPS = 10;
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration LAST_WORD = Duration.ofMinutes(5);

    /** People; a machine answers no alert. */
    private static final Set<Role> CALLABLE =
            EnumSet.complementOf(EnumSet.of(Role.DEVICE, Role.PIPELINE));

    /**
     * @param unattendedAfter five minutes behind the last step where it is not given
     * @throws ProblemException naming the field that is wrong and what it should be
     */
    static PolicyDraft of(
            @Nullable String name,
            @Nullable List<PolicyRequest.Step> steps,
            @Nullable String unattendedAfter) {
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            throw wrong("name", "name (expected: 1 to %d characters)".formatted(LONGEST_NAME));
        }
        if (!PlainText.isPlain(name)) {
            throw ProblemException.unprocessable(
                    List.of(
                            new FieldError(
                                    "name", "(expected: Unicode text, no control characters)")));
        }
        if (steps == null || steps.size() > MOST_STEPS) {
            throw wrong("steps", "steps (expected: a list of up to %d)".formatted(MOST_STEPS));
        }
        List<List<String>> roles = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            String at = "steps[" + i + "]";
            PolicyRequest.Step step = steps.get(i);
            if (step == null) {
                throw wrong("steps", at + " (expected: after and roles)");
            }
            Duration time = time("steps", at + ".after", step.after());
            after(after, "steps", at + ".after", time);
            roles.add(roles(at + ".roles", step.roles()));
        }
        unattended(steps, after, unattendedAfter);
        return new PolicyDraft(name, roles, after);
    }

    private static void unattended(
            List<PolicyRequest.Step> steps, List<Integer> after, @Nullable String given) {
        if (steps.isEmpty()) {
            if (given != null) {
                throw wrong("unattended_after", "unattended_after (expected: none without steps)");
            }
            return;
        }
        Duration time =
                given == null
                        ? Duration.ofSeconds(after.getLast()).plus(LAST_WORD)
                        : time("unattended_after", "unattended_after", given);
        after(after, "unattended_after", "unattended_after", time);
    }

    private static void after(List<Integer> before, String field, String name, Duration time) {
        if (!before.isEmpty() && time.toSeconds() <= before.getLast()) {
            throw wrong(
                    field,
                    "%s: %s (expected: more than %s, when the one before it is due)"
                            .formatted(
                                    name,
                                    Durations.write(time),
                                    Durations.write(Duration.ofSeconds(before.getLast()))));
        }
        before.add((int) time.toSeconds());
    }

    private static Duration time(String field, String name, @Nullable String text) {
        return Optional.ofNullable(text)
                .flatMap(Durations::read)
                .filter(time -> time.compareTo(LONGEST) <= 0)
                .orElseThrow(() ->
                        wrong(
                                field,
                                "%s (expected: a duration such as 90s, 5m or 1h, up to %s)"
                                        .formatted(name, Durations.write(LONGEST))));
    }

    private static List<String> roles(String name, @Nullable List<String> given) {
        Set<String> roles = new LinkedHashSet<>();
        for (String role : given == null ? List.<String>of() : given) {
            String upper = role == null ? "" : role.toUpperCase(Locale.ROOT);
            if (CALLABLE.stream().noneMatch(known -> known.name().equals(upper))) {
                throw wrong("steps", "%s (expected: of %s)".formatted(name, CALLABLE));
            }
            roles.add(upper);
        }
        if (roles.isEmpty()) {
            throw wrong("steps", name + " (expected: at least one)");
        }
        return List.copyOf(roles);
    }

    private static ProblemException wrong(String field, String detail) {
        return ProblemException.badRequest("invalid_" + field, detail);
    }
}
