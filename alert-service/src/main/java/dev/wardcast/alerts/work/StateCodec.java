package dev.wardcast.alerts.work;

import dev.wardcast.alerts.rules.DeviceWatch;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.DeviceWatch.Watch;
import dev.wardcast.alerts.rules.Memory;
import dev.wardcast.alerts.rules.Reading;
import dev.wardcast.alerts.rules.RowMemory;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.RuleState.OpenAlert;
import dev.wardcast.alerts.rules.RuleState.PastAlert;
import dev.wardcast.alerts.rules.RuleState.Pending;
import dev.wardcast.alerts.rules.RuleWindow;
import dev.wardcast.alerts.rules.Runs;
import dev.wardcast.alerts.rules.ScoreMemory;
import dev.wardcast.alerts.rules.SlopeMemory;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A patient's state as bytes. A few hundred of them, because they are written for every reading.
 * The first byte is the version of the form; a later version reads the earlier ones.
 */
final class StateCodec {

    private static final int FORM = 1;
    private static final int ROW = 1;
    private static final int SLOPE = 2;
    private static final int SCORE = 3;

    private StateCodec() {}

    static byte[] encode(PatientState state) {
        StateBytes out = new StateBytes();
        out.small(FORM);
        out.number(state.revision());
        out.small(state.rules().size());
        state.rules()
                .forEach((id, rule) -> {
                    out.text(id);
                    rule(out, rule);
                });
        out.number(state.devices().size());
        state.devices()
                .forEach((device, watch) -> {
                    out.text(device.type());
                    out.text(device.id());
                    watch(out, watch);
                });
        return out.toBytes();
    }

    /**
     * @throws IllegalStateException if it is no state, or of a later version
     */
    static PatientState decode(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        int form = in.small();
        if (form != FORM) {
            throw new IllegalStateException("form " + form + " (expected: " + FORM + ")");
        }
        long revision = in.number();
        Map<String, RuleState> rules = new HashMap<>();
        for (int left = in.small(); left > 0; left--) {
            rules.put(in.common(), rule(in));
        }
        Map<Device, DeviceWatch> devices = new HashMap<>();
        for (long left = in.number(); left > 0; left--) {
            devices.put(new Device(in.common(), in.text()), watch(in));
        }
        return new PatientState(revision, rules, devices);
    }

    private static void rule(StateBytes out, RuleState state) {
        out.number(state.revision());
        memory(out, state.memory());
        OpenAlert open = state.open();
        out.present(open != null);
        if (open != null) {
            out.text(open.id());
            out.small(open.tier().ordinal());
        }
        Pending pending = state.pending();
        out.present(pending != null);
        if (pending != null) {
            out.time(pending.since());
            out.small(pending.tier().ordinal());
        }
        PastAlert past = state.past();
        out.present(past != null);
        if (past != null) {
            out.text(past.id());
            out.small(past.tier().ordinal());
            out.time(past.endedAt());
        }
    }

    private static RuleState rule(StateReader in) {
        long revision = in.number();
        Memory memory = memory(in);
        OpenAlert open = in.isPresent() ? new OpenAlert(in.text(), tier(in)) : null;
        Pending pending = in.isPresent() ? new Pending(in.time(), tier(in)) : null;
        PastAlert past = in.isPresent() ? new PastAlert(in.text(), tier(in), in.time()) : null;
        return new RuleState(revision, memory, open, pending, past);
    }

    private static void memory(StateBytes out, Memory memory) {
        switch (memory) {
            case RowMemory row -> {
                out.small(ROW);
                window(out, row.window());
                out.timeOrNone(row.runs().info());
                out.timeOrNone(row.runs().warning());
                out.timeOrNone(row.runs().critical());
                out.timeOrNone(row.runs().clear());
            }
            case SlopeMemory slope -> {
                out.small(SLOPE);
                window(out, slope.window());
            }
            case ScoreMemory score -> {
                out.small(SCORE);
                out.small(score.readings().size());
                score.readings()
                        .forEach((vital, reading) -> {
                            out.text(vital.wireName());
                            reading(out, reading);
                        });
            }
        }
    }

    private static Memory memory(StateReader in) {
        int kind = in.small();
        return switch (kind) {
            case ROW ->
                    new RowMemory(
                            window(in),
                            new Runs(
                                    in.timeOrNone(),
                                    in.timeOrNone(),
                                    in.timeOrNone(),
                                    in.timeOrNone()));
            case SLOPE -> new SlopeMemory(window(in));
            case SCORE -> {
                Map<VitalType, Reading> readings = new EnumMap<>(VitalType.class);
                for (int left = in.small(); left > 0; left--) {
                    VitalType vital = VitalType.ofWireName(in.common()).orElseThrow();
                    readings.put(vital, reading(in));
                }
                yield new ScoreMemory(readings);
            }
            default -> throw new IllegalStateException("memory of kind " + kind);
        };
    }

    private static void window(StateBytes out, RuleWindow window) {
        out.small(window.readings().size());
        window.readings().forEach(reading -> reading(out, reading));
    }

    private static RuleWindow window(StateReader in) {
        Reading[] readings = new Reading[in.small()];
        for (int i = 0; i < readings.length; i++) {
            readings[i] = reading(in);
        }
        return new RuleWindow(List.of(readings));
    }

    private static void reading(StateBytes out, Reading reading) {
        out.time(reading.takenAt());
        out.small(reading.values().size());
        reading.values().forEach(out::value);
    }

    private static Reading reading(StateReader in) {
        Instant takenAt = in.time();
        Double[] values = new Double[in.small()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.value();
        }
        return new Reading(takenAt, List.of(values));
    }

    private static void watch(StateBytes out, DeviceWatch watch) {
        out.time(watch.heardAt());
        out.small(watch.watched() ? 1 : 0);
        out.small(watch.rules().size());
        watch.rules()
                .forEach((id, rule) -> {
                    out.text(id);
                    out.number(rule.run());
                    String alertId = rule.alertId();
                    out.present(alertId != null);
                    if (alertId != null) {
                        out.text(alertId);
                    }
                });
    }

    private static DeviceWatch watch(StateReader in) {
        Instant heardAt = in.time();
        boolean watched = in.small() == 1;
        Map<String, Watch> rules = new HashMap<>();
        for (int left = in.small(); left > 0; left--) {
            String id = in.common();
            int run = Math.toIntExact(in.number());
            rules.put(id, new Watch(run, in.isPresent() ? in.text() : null));
        }
        return new DeviceWatch(heardAt, watched, rules);
    }

    private static Tier tier(StateReader in) {
        return Tier.values()[in.small()];
    }
}
