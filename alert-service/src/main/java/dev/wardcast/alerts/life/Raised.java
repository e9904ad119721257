package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.RuleText;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.alerts.rules.Verdict.Breach;
import dev.wardcast.eventlog.vitals.Sample;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says at the moment at which it opens or rises in tier.
 *
 * @param newest the sample that completed the breach
 */
public record Raised(String alertId, Rule rule, Breach breach, Sample newest) {

    public Tier tier() {
        return breach.tier();
    }

    public String patientId() {
        return newest.patientId();
    }

    public String vitalType() {
        return rule.vital().wireName();
    }

    /** Our time of receipt: a device's clock may be anything. */
    public Instant at() {
        return newest.receivedAt();
    }

    /** The values of the window, oldest first; of a pressure systolic before diastolic. */
    public List<Double> vitalsWindow() {
        return breach.window().readings().stream()
                .flatMap(reading -> reading.values().stream())
                .toList();
    }

    public Map<String, Double> threshold() {
        return RuleText.threshold(rule);
    }

    public List<String> reasons() {
        return RuleText.reasons(rule);
    }

    public @Nullable String message() {
        String template = rule.message();
        return template == null
                ? null
                : RuleText.message(template, rule, breach.window().readings().getLast());
    }

    public Map<String, String> context() {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("device_type", newest.deviceType());
        context.put("device_id", newest.deviceId());
        context.put("taken_at", newest.takenAt().toString());
        return context;
    }
}
