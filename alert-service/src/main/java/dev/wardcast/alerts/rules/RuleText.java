package dev.wardcast.alerts.rules;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a rule and its breach are put into words and figures for clients. */
public final class RuleText {

    private RuleText() {}

    /**
     * The normal range: {@code {"min":60.0,"max":100.0}}. Where a vital has several fields, these
     * are of the first one, and each field has its own besides: {@code
     * {"max":140.0,"systolic_max":140.0,"diastolic_max":90.0}}.
     */
    public static Map<String, Double> threshold(Rule rule) {
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
    public static List<String> reasons(Rule rule) {
        List<Limit> low = side(rule, Limit.Side.LOW);
        List<Limit> high = side(rule, Limit.Side.HIGH);
        String range =
                !low.isEmpty() && !high.isEmpty()
                        ? "outside " + figures(low) + "-" + figures(high)
                        : low.isEmpty() ? beyond("above", high) : beyond("below", low);
        String row = rule.samples() == 1 ? "" : " for " + rule.samples() + " samples";
        return List.of(subject(rule) + " " + range + row);
    }

    /** The message with the values of the reading in it. */
    public static String message(String template, Rule rule, Reading reading) {
        String text = template;
        for (String field : Rule.fieldsOf(rule.vital())) {
            text = text.replace("{" + field + "}", figure(rule.valueOf(field, reading)));
        }
        return text;
    }

    private static String subject(Rule rule) {
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

    private static List<Limit> side(Rule rule, Limit.Side side) {
        return rule.normalRange().stream().filter(limit -> limit.side() == side).toList();
    }

    private static String figures(List<Limit> limits) {
        return limits.stream().map(limit -> figure(limit.value())).collect(Collectors.joining("/"));
    }

    /** 150, not 150.0; 38.9 stays. */
    private static String figure(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
