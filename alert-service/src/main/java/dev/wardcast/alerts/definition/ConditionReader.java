package dev.wardcast.alerts.definition;

import dev.wardcast.alerts.rules.DeviceSilence;
import dev.wardcast.alerts.rules.News2;
import dev.wardcast.alerts.rules.News2Condition;
import dev.wardcast.alerts.rules.RateOfChange;
import dev.wardcast.alerts.rules.RateOfChange.Direction;
import dev.wardcast.alerts.rules.RateOfChange.Rate;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the conditions that are no thresholds. */
final class ConditionReader {

    private static final int MOST_RATES = 6;

    private ConditionReader() {}

    /** {@code vital_type, field, over, min_samples, rates}. */
    static @Nullable RateOfChange rate(Part part) {
        VitalType vital = Vitals.vital(part);
        if (vital == null) {
            return null;
        }
        VitalType.Field field = Vitals.field(part, vital);
        if (!part.has("over")) {
            part.wrong("over", "a duration such as 5m, from 10s to 1h");
        }
        Duration over =
                part.duration(
                        "over", Duration.ofSeconds(10), Duration.ofHours(1), Duration.ofMinutes(5));
        int fewest = part.whole("min_samples", 2, 32, 3);
        List<Rate> rates = new ArrayList<>();
        for (Part item : part.parts("rates", MOST_RATES)) {
            Rate rate = rate(item, field);
            if (rate != null) {
                rates.add(rate);
            }
        }
        return field == null || rates.isEmpty()
                ? null
                : new RateOfChange(vital, field.name(), over, fewest, rates);
    }

    private static @Nullable Rate rate(Part item, VitalType.@Nullable Field field) {
        Direction direction = item.choice("direction", Direction.class);
        Tier tier = item.choice("tier", Tier.class);
        double most = field == null ? Double.MAX_VALUE : field.max();
        Double perMinute = item.number("per_minute", Double.MIN_VALUE, most, "> 0");
        if (direction == null || tier == null || perMinute == null) {
            return null;
        }
        Double clear =
                item.has("clear_per_minute")
                        ? item.number(
                                "clear_per_minute",
                                Double.MIN_VALUE,
                                perMinute,
                                "> 0 and <= " + item.path() + "per_minute")
                        : perMinute;
        return clear == null ? null : new Rate(direction, perMinute, tier, clear);
    }

    /** {@code stale_after, on_oxygen, spo2_scale, consciousness, clear_total}. */
    static News2Condition news2(Part part) {
        return new News2Condition(
                part.duration(
                        "stale_after",
                        Duration.ofMinutes(1),
                        Duration.ofHours(24),
                        Duration.ofHours(1)),
                new News2.Setting(
                        part.flag("on_oxygen", false),
                        part.whole("spo2_scale", 1, 2, 1) == 2,
                        part.choice(
                                "consciousness",
                                News2.Consciousness.class,
                                News2.Consciousness.ALERT)),
                part.whole("clear_total", 0, 4, 3));
    }

    /** {@code after, min_readings, tier}. */
    static DeviceSilence silence(Part part) {
        return new DeviceSilence(
                part.duration(
                        "after",
                        Duration.ofMinutes(1),
                        Duration.ofHours(12),
                        Duration.ofMinutes(10)),
                part.whole("min_readings", 2, 1000, 10),
                part.choice("tier", Tier.class, Tier.WARNING));
    }
}
