package dev.wardcast.alerts.definition;

import dev.wardcast.alerts.rules.Limit;
import dev.wardcast.alerts.rules.Threshold;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.alerts.rules.Window;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads thresholds: {@code vital_type, window, max_gap, limits, steep_fall_per_minute}. */
final class ThresholdReader {

    private static final Duration LONGEST_GAP = Duration.ofDays(1);
    private static final Duration LONGEST_WINDOW = Duration.ofHours(12);
    private static final Duration USUAL_GAP = Duration.ofMinutes(15);
    private static final int MOST_LIMITS = 12;

    private ThresholdReader() {}

    static @Nullable Threshold read(Part part) {
        VitalType vital = Vitals.vital(part);
        if (vital == null) {
            return null;
        }
        Window window = window(part);
        Duration gap = part.duration("max_gap", Duration.ofSeconds(1), LONGEST_GAP, USUAL_GAP);
        List<Limit> limits = limits(part, vital);
        double steepest = Vitals.steepFall(vital);
        Double steep =
                part.has("steep_fall_per_minute")
                        ? part.number(
                                "steep_fall_per_minute",
                                Double.MIN_VALUE,
                                steepest * 3,
                                "> 0 and at most " + Vitals.figure(steepest * 3))
                        : Double.valueOf(steepest);
        return limits.isEmpty() || window == null || steep == null
                ? null
                : new Threshold(vital, window, gap, limits, steep);
    }

    private static @Nullable Window window(Part part) {
        if (!part.has("window")) {
            return new Window.Samples(1);
        }
        Part window = part.part("window", "{\"samples\":n} or {\"duration\":\"5m\"}");
        if (window.has("samples") == window.has("duration")) {
            part.wrong("window", "either samples or duration");
            return null;
        }
        return window.has("samples")
                ? new Window.Samples(window.whole("samples", 1, Window.Samples.MOST, 1))
                : new Window.Lasting(
                        window.duration(
                                "duration",
                                Duration.ofSeconds(1),
                                LONGEST_WINDOW,
                                Duration.ofSeconds(1)));
    }

    private static List<Limit> limits(Part part, VitalType vital) {
        List<Limit> limits = new ArrayList<>();
        Map<Limit, Part> origins = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Part item : part.parts("limits", MOST_LIMITS)) {
            VitalType.Field field = Vitals.field(item, vital);
            Tier tier = item.choice("tier", Tier.class);
            boolean inclusive = item.flag("inclusive", false);
            if (!item.has("min") && !item.has("max")) {
                item.wrong("min", "a number here, in max, or in both");
            }
            if (field == null || tier == null) {
                continue;
            }
            Double min = item.has("min") ? edge(item, "min", field) : null;
            Double max = item.has("max") ? edge(item, "max", field) : null;
            if (min != null && max != null && max <= min) {
                item.wrong("max", "> " + item.path() + "min");
                continue;
            }
            add(limits, item, field, Limit.Side.LOW, min, inclusive, tier, seen);
            add(limits, item, field, Limit.Side.HIGH, max, inclusive, tier, seen);
            limits.forEach(limit -> origins.putIfAbsent(limit, item));
        }
        limits.forEach(limit -> requireFurtherOut(limit, limits, origins));
        limits.sort(
                Comparator.<Limit>comparingInt(limit -> Vitals.place(vital, limit.field()))
                        .thenComparing(Limit::side));
        return limits;
    }

    /** A higher tier whose limit is reached first would leave the lower one without a meaning. */
    private static void requireFurtherOut(
            Limit limit, List<Limit> limits, Map<Limit, Part> origins) {
        boolean low = limit.side() == Limit.Side.LOW;
        for (Limit other : limits) {
            boolean nearer = low ? limit.value() > other.value() : limit.value() < other.value();
            if (nearer
                    && other.side() == limit.side()
                    && other.field().equals(limit.field())
                    && limit.tier().above(other.tier())) {
                String end = low ? "min" : "max";
                Objects.requireNonNull(origins.get(limit))
                        .wrong(
                                end,
                                "%s %s, the %s of %s"
                                        .formatted(
                                                low ? "<=" : ">=",
                                                Vitals.figure(other.value()),
                                                end,
                                                other.tier()));
                return;
            }
        }
    }

    private static void add(
            List<Limit> limits,
            Part item,
            VitalType.Field field,
            Limit.Side side,
            @Nullable Double value,
            boolean inclusive,
            Tier tier,
            Set<String> seen) {
        if (value == null) {
            return;
        }
        String end = side == Limit.Side.LOW ? "min" : "max";
        if (!seen.add(field.name() + side + tier)) {
            item.wrong(end, "one " + end + " of " + field.name() + " for each tier");
            return;
        }
        Double clear = value;
        String name = "clear_" + end;
        if (item.has(name)) {
            String inside =
                    side == Limit.Side.LOW
                            ? ">= " + item.path() + "min"
                            : "<= " + item.path() + "max";
            clear =
                    side == Limit.Side.LOW
                            ? item.number(name, value, field.max(), inside)
                            : item.number(name, field.min(), value, inside);
        }
        if (clear != null) {
            limits.add(new Limit(field.name(), side, value, inclusive, tier, clear));
        }
    }

    private static @Nullable Double edge(Part item, String name, VitalType.Field field) {
        return item.number(
                name,
                field.min(),
                field.max(),
                "%s to %s, as %s can be"
                        .formatted(
                                Vitals.figure(field.min()),
                                Vitals.figure(field.max()),
                                field.name()));
    }
}
