package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.AlertText;
import dev.wardcast.alerts.rules.Breach;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.eventlog.TraceContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says at the moment at which it opens, rises in tier, or is found to hold on. Put
 * into words only when asked, because most readings of an open alert are superseded by the next.
 */
public record Raised(String alertId, Rule rule, Breach breach, Origin origin) {

    /** What brought it about. */
    public interface Origin {
        String patientId();

        /** Our time: a device's clock may be anything. */
        Instant at();

        /** Which device, of an alert about one; else empty. */
        String subject();

        Map<String, Object> context();

        /** The recorded step of it, if there is one. */
        default @Nullable TraceContext trace() {
            return null;
        }
    }

    public Tier tier() {
        return breach.tier();
    }

    public String patientId() {
        return origin.patientId();
    }

    /** What it is about: a vital sign, {@code news2} or {@code device}. */
    public String vitalType() {
        return rule.condition().subject();
    }

    public String subject() {
        return origin.subject();
    }

    public Instant at() {
        return origin.at();
    }

    /** The values of the window, oldest first; of a pressure systolic before diastolic. */
    public List<Double> vitalsWindow() {
        return text().values();
    }

    public Map<String, Double> threshold() {
        return text().threshold();
    }

    public List<String> reasons() {
        return text().reasons();
    }

    public @Nullable String message() {
        return text().message();
    }

    /** Where it came from, and what explains it. */
    public Map<String, Object> context() {
        return context(text());
    }

    Map<String, Object> context(AlertText text) {
        Map<String, Object> context = new LinkedHashMap<>(origin.context());
        context.putAll(text.context());
        return context;
    }

    /** Made anew at each call. */
    AlertText text() {
        return AlertText.of(rule, breach);
    }
}
