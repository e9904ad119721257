package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.AlertText;
import dev.wardcast.alerts.rules.Breach;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.Tier;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says at the moment at which it opens or rises in tier.
 *
 * @param vitalType what it is about: a vital sign, {@code news2} or {@code device}
 * @param subject which device, of an alert about one; else empty
 * @param at our time of receipt: a device's clock may be anything
 * @param context where it came from, and what explains it
 */
public record Raised(
        String alertId,
        Rule rule,
        Tier tier,
        String patientId,
        String vitalType,
        String subject,
        Instant at,
        AlertText text,
        Map<String, Object> context) {

    public static Raised of(
            String alertId,
            Rule rule,
            Breach breach,
            String patientId,
            Instant at,
            String subject,
            Map<String, Object> origin) {
        AlertText text = AlertText.of(rule, breach);
        Map<String, Object> context = new LinkedHashMap<>(origin);
        context.putAll(text.context());
        return new Raised(
                alertId,
                rule,
                breach.tier(),
                patientId,
                rule.condition().subject(),
                subject,
                at,
                text,
                context);
    }

    /** The values of the window, oldest first; of a pressure systolic before diastolic. */
    public List<Double> vitalsWindow() {
        return text.values();
    }

    public Map<String, Double> threshold() {
        return text.threshold();
    }

    public List<String> reasons() {
        return text.reasons();
    }

    public @Nullable String message() {
        return text.message();
    }
}
