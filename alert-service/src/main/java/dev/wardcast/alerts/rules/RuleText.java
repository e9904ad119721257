package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a threshold and its breach are put into words and figures for clients. */
public final class RuleText {

    private RuleText() {}

    /**
     * The normal range: {@code {"min":60.0,"max":100.0}}. Where a vital has several fields, these
     * are of the first one, and each field has its own besides: {@code
     * {"max":140.0,"systolic_max":140.0,"diastolic_max":90.0}}.
     */
    static Map<String, Double> threshold(Threshold rule) {
        boolean several = rule.vital().fields().size() > 1;
        String first = rule.vital().fields().getFirst().name();
        Map<String, Double> threshold = new LinkedHashMap<>();
        for (Limit limit : rule.normalRange()) {
            String end = limit.side() == Limit.Side.LOW ? "min" : "max";
            if (limit.field().equals(first)) {
                threshold.put(end, limit.value());
            }
            if (several) {
                threshold.put(limit.field() + "_" + end, limit.value());
            }
        }
        return threshold;
    }

    /** For instance {@code heart_rate outside 60-100 for 3 samples}. */
    static String reason(Threshold rule) {
        List<Limit> low = side(rule, Limit.Side.LOW);
        List<Limit> high = side(rule, Limit.Side.HIGH);
        String range =
                !low.isEmpty() && !high.isEmpty()
                        ? "outside " + figures(low) + "-" + figures(high)
                        : low.isEmpty() ? beyond("above", high) : beyond("below", low);
        String row =
                switch (rule.window()) {
                    case Window.Samples(int count) ->
                            count == 1 ? "" : " for " + count + " samples";
                    case Window.Lasting(var time) -> " for " + Durations.write(time);
                };
        return subject(rule) + " " + range + row;
    }

    /** The message with the values of the reading in it. */
    static String message(String template, VitalType vital, Reading reading) {
        String text = template;
        for (String field : Fields.of(vital)) {
            text = text.replace("{" + field + "}", figure(Fields.value(vital, field, reading)));
        }
        return text;
    }

    private static String subject(Threshold rule) {
        List<String> limited = rule.normalRange().stream().map(Limit::field).distinct().toList();
        String vital = rule.vital().wireName();
        return limited.size() < rule.vital().fields().size()
                ? vital + " " + String.join(", ", limited)
                : vital;
    }

    private static String beyond(String word, List<Limit> limits) {
        boolean inclusive = limits.stream().allMatch(Limit::inclusive);
        return (inclusive ? "at or " : "") + word + " " + figures(limits);
    }

    private static List<Limit> side(Threshold rule, Limit.Side side) {
        return rule.normalRange().stream().filter(limit -> limit.side() == side).toList();
    }

    private static String figures(List<Limit> limits) {
        return limits.stream().map(limit -> figure(limit.value())).collect(Collectors.joining("/"));
    }

    /** 150, not 150.0; 38.9 stays. */
    static String figure(double value) {
        BigDecimal figure = BigDecimal.valueOf(value).stripTrailingZeros();
        return figure.setScale(Math.max(0, figure.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
