package dev.wardcast.alerts.rules;

import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.DeviceWatch.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which devices fell silent, and which are heard again. */
public final class SilenceDetector {

    /** A device that has been silent for so long since its alert was put away; the alert ends. */
    static final Duration GIVEN_UP = Duration.ofHours(24);

    private final Supplier<String> alertIds;

    public SilenceDetector(Supplier<String> alertIds) {
        this.alertIds = alertIds;
    }

    public record Opened(String alertId, Rule rule, Breach breach) {}

    /**
     * @param next {@code null}: the device is forgotten
     * @param lookAt when to look for it; {@code null}: as was said before
     */
    public record Heard(
            @Nullable DeviceWatch next, List<String> cleared, @Nullable Instant lookAt) {}

    /**
     * @param next {@code null}: the device is forgotten
     * @param lookAt when to look for it again; {@code null}: not at all
     */
    public record Look(
            @Nullable DeviceWatch next,
            List<Opened> opened,
            List<String> cleared,
            @Nullable Instant lookAt) {}

    /**
     * A reading of the device came.
     *
     * @param rules the enabled silence rules of the patient
     */
    public Heard heard(@Nullable DeviceWatch before, List<Rule> rules, Instant at) {
        if (rules.isEmpty() && before == null) {
            return new Heard(null, List.of(), null);
        }
        if (before != null && isSteady(before, rules, at)) {
            Instant newer = at.isAfter(before.heardAt()) ? at : before.heardAt();
            return new Heard(new DeviceWatch(newer, true, before.rules()), List.of(), null);
        }
        Instant heardAt = before == null || at.isAfter(before.heardAt()) ? at : before.heardAt();
        Map<String, Watch> watches = new HashMap<>();
        List<String> cleared = before == null ? List.of() : openAlerts(before);
        for (Rule rule : rules) {
            DeviceSilence silence = (DeviceSilence) rule.condition();
            watches.put(rule.id(), new Watch(run(before, rule.id(), silence, at), null));
        }
        Instant due = nextLook(watches, rules, heardAt);
        boolean watched = before != null && before.watched();
        boolean set = due != null && (!watched || !cleared.isEmpty());
        return new Heard(
                new DeviceWatch(heardAt, watched || due != null, watches),
                cleared,
                set ? due : null);
    }

    /** Whether nothing but the time changes, as with nearly every reading. */
    private static boolean isSteady(DeviceWatch before, List<Rule> rules, Instant at) {
        if (!before.watched() || before.rules().size() != rules.size()) {
            return false;
        }
        for (Rule rule : rules) {
            DeviceSilence silence = (DeviceSilence) rule.condition();
            Watch watch = before.rules().get(rule.id());
            if (watch == null
                    || watch.alertId() != null
                    || watch.run() < silence.minReadings()
                    || before.heardAt().plus(silence.after()).isBefore(at)) {
                return false;
            }
        }
        return true;
    }

    private static int run(
            @Nullable DeviceWatch before, String ruleId, DeviceSilence silence, Instant at) {
        Watch watch = before == null ? null : before.rules().get(ruleId);
        if (before == null || watch == null) {
            return 1;
        }
        boolean inTime = !before.heardAt().plus(silence.after()).isBefore(at);
        // After a silence that was told it is as regular as before.
        return inTime || watch.alertId() != null
                ? Math.min(watch.run() + 1, silence.minReadings())
                : 1;
    }

    /** The time that was set has come. */
    public Look look(Device device, DeviceWatch watch, List<Rule> rules, Instant now) {
        Map<String, Watch> watches = new HashMap<>();
        List<Opened> opened = new ArrayList<>();
        List<String> cleared = new ArrayList<>(openAlerts(watch));
        for (Rule rule : rules) {
            Watch known = watch.rules().get(rule.id());
            if (known != null) {
                DeviceSilence silence = (DeviceSilence) rule.condition();
                Instant silentFrom = watch.heardAt().plus(silence.after());
                boolean regular = known.run() >= silence.minReadings();
                if (known.alertId() != null && silentFrom.plus(GIVEN_UP).isAfter(now)) {
                    cleared.remove(known.alertId());
                    watches.put(rule.id(), known);
                } else if (known.alertId() == null && regular && !silentFrom.isAfter(now)) {
                    Opened alert = opened(device, watch, rule, silence);
                    opened.add(alert);
                    watches.put(rule.id(), new Watch(known.run(), alert.alertId()));
                } else if (known.alertId() == null) {
                    watches.put(rule.id(), known);
                }
            }
        }
        Instant due = nextLook(watches, rules, watch.heardAt());
        return new Look(
                watches.isEmpty() ? null : new DeviceWatch(watch.heardAt(), due != null, watches),
                opened,
                cleared,
                due);
    }

    private Opened opened(Device device, DeviceWatch watch, Rule rule, DeviceSilence silence) {
        return new Opened(
                alertIds.get(),
                rule,
                new Breach(
                        silence.tier(),
                        new Breach.Silent(
                                device.type(), device.id(), watch.heardAt(), silence.after())));
    }

    private static List<String> openAlerts(DeviceWatch watch) {
        List<String> open = new ArrayList<>();
        for (Watch known : watch.rules().values()) {
            if (known.alertId() != null) {
                open.add(known.alertId());
            }
        }
        return open;
    }

    private static @Nullable Instant nextLook(
            Map<String, Watch> watches, List<Rule> rules, Instant heardAt) {
        Instant next = null;
        for (Rule rule : rules) {
            DeviceSilence silence = (DeviceSilence) rule.condition();
            Watch watch = watches.get(rule.id());
            if (watch != null && watch.run() >= silence.minReadings()) {
                Instant due = heardAt.plus(silence.after());
                due = watch.alertId() == null ? due : due.plus(GIVEN_UP);
                next = next == null || due.isBefore(next) ? due : next;
            }
        }
        return next;
    }
}
