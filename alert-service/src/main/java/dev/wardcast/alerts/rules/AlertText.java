package dev.wardcast.alerts.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an alert says of a breach.
 *
 * @param values the readings it rests on, oldest first; of a pressure systolic before diastolic
 * @param threshold what would have been normal
 * @param context whatever else explains it
 */
public record AlertText(
        List<Double> values,
        Map<String, Double> threshold,
        List<String> reasons,
        @Nullable String message,
        Map<String, Object> context) {

    public static AlertText of(Rule rule, Breach breach) {
        return switch (breach.evidence()) {
            case Breach.Row row -> row(rule, row);
            case Breach.Slope slope -> slope(rule, slope);
            case Breach.Score score -> score(rule, score.score());
            case Breach.Silent silent -> silent(rule, silent);
        };
    }

    private static AlertText row(Rule rule, Breach.Row row) {
        Threshold threshold = (Threshold) rule.condition();
        Reading newest = row.window().readings().getLast();
        return new AlertText(
                values(row.window()),
                RuleText.threshold(threshold),
                List.of(RuleText.reason(threshold)),
                rule.message() == null
                        ? null
                        : RuleText.message(rule.message(), threshold.vital(), newest),
                Map.of());
    }

    private static AlertText slope(Rule rule, Breach.Slope slope) {
        RateOfChange rate = (RateOfChange) rule.condition();
        double perMinute = Math.round(slope.perMinute() * 100) / 100.0;
        boolean falls = perMinute < 0;
        Map<String, Double> threshold = new LinkedHashMap<>();
        for (RateOfChange.Rate limit : rate.rates()) {
            String name = limit.direction().name().toLowerCase(Locale.ROOT) + "_per_minute";
            threshold.merge(name, limit.perMinute(), Math::min);
        }
        String reason =
                "%s %s by %s per minute over %s"
                        .formatted(
                                rate.vital().wireName(),
                                falls ? "falls" : "rises",
                                RuleText.figure(Math.abs(perMinute)),
                                Durations.write(rate.over()));
        return new AlertText(
                values(slope.window().last(Window.Samples.MOST)),
                threshold,
                List.of(reason),
                rule.message() == null
                        ? null
                        : RuleText.message(
                                rule.message(), rate.vital(), slope.window().readings().getLast()),
                Map.of("per_minute", perMinute));
    }

    private static AlertText score(Rule rule, News2Score score) {
        Map<String, Object> scores = new TreeMap<>();
        Map<String, Object> times = new TreeMap<>();
        Map<String, Object> values = new TreeMap<>();
        score.inputs()
                .forEach((vital, input) -> {
                    scores.put(vital.wireName(), input.points());
                    times.put(vital.wireName(), input.takenAt().toString());
                    values.put(vital.wireName(), input.value());
                });
        scores.put("oxygen", score.setting().oxygenPoints());
        scores.put("consciousness", score.setting().consciousnessPoints());
        Map<String, Object> news2 = new LinkedHashMap<>();
        news2.put("total", score.total());
        news2.put("complete", score.complete());
        news2.put("missing", score.missing().stream().map(vital -> vital.wireName()).toList());
        news2.put("spo2_scale", score.setting().scale2() ? 2 : 1);
        news2.put("scores", scores);
        news2.put("values", values);
        news2.put("taken_at", times);
        String reason =
                score.total() >= News2.URGENT
                        ? "NEWS2 "
                                + (score.complete() ? "" : "at least ")
                                + score.total()
                                + (score.complete() ? "" : " (incomplete)")
                        : "NEWS2 " + score.total() + " with a single 3";
        return new AlertText(
                List.of((double) score.total()),
                Map.of("max", News2.URGENT - 1.0),
                List.of(reason),
                rule.message(),
                Map.of("news2", news2));
    }

    private static AlertText silent(Rule rule, Breach.Silent silent) {
        String after = Durations.write(silent.after());
        return new AlertText(
                List.of(),
                Map.of("silent_seconds", (double) silent.after().toSeconds()),
                List.of(
                        "device %s/%s silent for more than %s"
                                .formatted(silent.deviceType(), silent.deviceId(), after)),
                rule.message(),
                Map.of(
                        "technical",
                        true,
                        "device_type",
                        silent.deviceType(),
                        "device_id",
                        silent.deviceId(),
                        "last_heard_at",
                        silent.heardAt().toString()));
    }

    private static List<Double> values(RuleWindow window) {
        return window.readings().stream().flatMap(reading -> reading.values().stream()).toList();
    }
}
