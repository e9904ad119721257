package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * So many samples in a row beyond the limits are a breach.
 *
 * @param samples how many in a row make a breach, and how many in range end it; at least 1
 * @param maxGap a longer time between two samples starts the row again
 * @param limits at least one; those of the lowest tier name the normal range
 * @param alertType a name for the breach that clients know, where there is one
 * @param message for people, with <code>{field}</code> for the newest value of a field
 * @param recipients roles that an alert is meant for
 * @param escalationRecipients roles that a rise in tier is meant for
 */
public record Rule(
        String id,
        VitalType vital,
        int samples,
        Duration maxGap,
        List<Limit> limits,
        @Nullable String alertType,
        @Nullable String message,
        List<String> recipients,
        List<String> escalationRecipients) {

    public Rule {
        limits = List.copyOf(limits);
        recipients = List.copyOf(recipients);
        escalationRecipients = List.copyOf(escalationRecipients);
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "rule " + id + ": samples: " + samples + " (expected: at least 1)");
        }
        if (limits.isEmpty()) {
            throw new IllegalArgumentException("rule " + id + ": limits (expected: at least one)");
        }
        for (Limit limit : limits) {
            if (!fieldsOf(vital).contains(limit.field())) {
                throw new IllegalArgumentException(
                        "rule %s: field %s (expected: one of %s)"
                                .formatted(id, limit.field(), fieldsOf(vital)));
            }
        }
    }

    static List<String> fieldsOf(VitalType vital) {
        return vital.fields().stream().map(VitalType.Field::name).toList();
    }

    /** How far out these values are: the highest tier whose limit they are beyond. */
    Optional<Tier> tierOf(Reading reading) {
        return limits.stream()
                .filter(limit -> limit.isBeyond(valueOf(limit.field(), reading)))
                .map(Limit::tier)
                .max(Tier::compareTo);
    }

    double valueOf(String field, Reading reading) {
        int place =
                IntStream.range(0, vital.fields().size())
                        .filter(i -> vital.fields().get(i).name().equals(field))
                        .findFirst()
                        .orElseThrow();
        return reading.values().get(place);
    }

    /** The limits of the lowest tier: beyond them it is no longer normal. */
    List<Limit> normalRange() {
        Tier lowest = limits.stream().map(Limit::tier).min(Tier::compareTo).orElseThrow();
        return limits.stream().filter(limit -> limit.tier() == lowest).toList();
    }
}
