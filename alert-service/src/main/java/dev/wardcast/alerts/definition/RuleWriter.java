package dev.wardcast.alerts.definition;

import dev.wardcast.alerts.rules.DeviceSilence;
import dev.wardcast.alerts.rules.Durations;
import dev.wardcast.alerts.rules.Limit;
import dev.wardcast.alerts.rules.News2Condition;
import dev.wardcast.alerts.rules.RateOfChange;
import dev.wardcast.alerts.rules.Rule;
import dev.wardcast.alerts.rules.Threshold;
import dev.wardcast.alerts.rules.Window;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a rule's definition in full, with every default said; {@link RuleReader} reads it back.
 */
public final class RuleWriter {

    private RuleWriter() {}

    public static JsonNode write(Rule rule) {
        Fields fields = new Fields();
        fields.put("kind", rule.condition().kind());
        switch (rule.condition()) {
            case Threshold threshold -> threshold(fields, threshold);
            case RateOfChange rate -> rate(fields, rate);
            case News2Condition news2 -> news2(fields, news2);
            case DeviceSilence silence -> silence(fields, silence);
        }
        fields.put("enabled", rule.enabled());
        fields.put("delay", rule.delay());
        fields.put("reopen_within", rule.reopenWithin());
        fields.put("alert_type", rule.alertType());
        fields.put("message", rule.message());
        fields.put("recipients", rule.recipients());
        fields.put("escalation_recipients", rule.escalationRecipients());
        return JsonNode.from(fields.values);
    }

    private static void threshold(Fields fields, Threshold rule) {
        fields.put("vital_type", rule.vital().wireName());
        Fields window = new Fields();
        switch (rule.window()) {
            case Window.Samples(int count) -> window.put("samples", count);
            case Window.Lasting(Duration time) -> window.put("duration", time);
        }
        fields.put("window", window.values);
        fields.put("max_gap", rule.maxGap());
        fields.put("limits", rule.limits().stream().map(RuleWriter::limit).toList());
        fields.put("steep_fall_per_minute", rule.steepFall());
    }

    private static Map<String, Object> limit(Limit limit) {
        String end = limit.side() == Limit.Side.LOW ? "min" : "max";
        Fields fields = new Fields();
        fields.put("field", limit.field());
        fields.put("tier", limit.tier().name());
        fields.put(end, limit.value());
        fields.put("clear_" + end, limit.clear());
        fields.put("inclusive", limit.inclusive());
        return fields.values;
    }

    private static void rate(Fields fields, RateOfChange rule) {
        fields.put("vital_type", rule.vital().wireName());
        fields.put("field", rule.field());
        fields.put("over", rule.over());
        fields.put("min_samples", rule.minSamples());
        fields.put("rates", rule.rates().stream().map(RuleWriter::rate).toList());
    }

    private static Map<String, Object> rate(RateOfChange.Rate rate) {
        Fields fields = new Fields();
        fields.put("direction", rate.direction().name().toLowerCase(Locale.ROOT));
        fields.put("per_minute", rate.perMinute());
        fields.put("clear_per_minute", rate.clear());
        fields.put("tier", rate.tier().name());
        return fields.values;
    }

    private static void news2(Fields fields, News2Condition rule) {
        fields.put("stale_after", rule.staleAfter());
        fields.put("on_oxygen", rule.patient().onOxygen());
        fields.put("spo2_scale", rule.patient().scale2() ? 2 : 1);
        fields.put("consciousness", rule.patient().consciousness().name().toLowerCase(Locale.ROOT));
        fields.put("clear_total", rule.clearTotal());
    }

    private static void silence(Fields fields, DeviceSilence rule) {
        fields.put("after", rule.after());
        fields.put("min_readings", rule.minReadings());
        fields.put("tier", rule.tier().name());
    }

    /** In the order in which they are put; what is {@code null} is left out. */
    private static final class Fields {
        private final Map<String, Object> values = new LinkedHashMap<>();

        void put(String name, @Nullable Object value) {
            if (value != null) {
                values.put(name, value instanceof Duration time ? Durations.write(time) : value);
            }
        }

        void put(String name, List<?> list) {
            values.put(name, list);
        }
    }
}
