package dev.wardcast.alerts.rules;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition, and what becomes of it.
 *
 * @param revision which change of the rules it comes from, for this patient; never goes back
 * @param enabled a rule that is not looks at nothing
 * @param delay a breach that ends earlier is discarded; of thresholds only
 * @param reopenWithin a condition that comes back so soon after its end is the same alert; zero: it
 *     is always another
 * @param alertType a name for the breach that clients know, where there is one
 * @param message for people, with <code>{field}</code> for the newest value of a field
 * @param recipients roles that an alert is meant for
 * @param escalationRecipients roles that a rise in tier is meant for
 */
public record Rule(
        String id,
        long revision,
        boolean enabled,
        Condition condition,
        Duration delay,
        Duration reopenWithin,
        @Nullable String alertType,
        @Nullable String message,
        List<String> recipients,
        List<String> escalationRecipients) {

    public Rule {
        recipients = List.copyOf(recipients);
        escalationRecipients = List.copyOf(escalationRecipients);
        if (delay.isNegative() || reopenWithin.isNegative()) {
            throw new IllegalArgumentException("delay, reopen_within (expected: 0s or more)");
        }
        if (delay.isPositive() && !(condition instanceof Threshold)) {
            throw new IllegalArgumentException(
                    "delay (expected: 0s, because a %s rule does not wait)"
                            .formatted(condition.kind()));
        }
    }

    public Rule withRevision(long newer) {
        return new Rule(
                id,
                newer,
                enabled,
                condition,
                delay,
                reopenWithin,
                alertType,
                message,
                recipients,
                escalationRecipients);
    }
}
