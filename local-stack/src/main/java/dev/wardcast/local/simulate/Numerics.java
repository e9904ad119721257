package dev.wardcast.local.simulate;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The vitals in a recording of a monitor's numbers, frame by frame.
 *
 * <p>The heart rate comes from the ECG ({@code HR}) and, while that has no signal, from the pulse
 * ({@code PULSE}): what monitors call an automatic source. Missing samples and 0, which is how
 * monitors write a dropout, are no readings.
 */
final class Numerics {

    /** Signals that are sampled faster are waves, whatever their name ({@code RESP} is both). */
    private static final double FASTEST = 4;

    private final WfdbRecord record;

    Numerics(WfdbRecord record) {
        this.record = record;
    }

    /** Whether the recording has anything for us at all. */
    boolean isEmpty() {
        return record.header().frequency() > FASTEST
                || List.of("HR", "PULSE", "RESP", "SpO2", "NBPSys").stream()
                        .allMatch(name -> record.signal(name).isEmpty());
    }

    /** What the monitor knew at that moment, in the order of {@link VitalType}. */
    List<Reading> at(int frame) {
        List<Reading> readings = new ArrayList<>(4);
        OptionalDouble heart = measured("HR", frame);
        if (heart.isEmpty()) {
            heart = measured("PULSE", frame);
        }
        heart.ifPresent(bpm -> readings.add(new Reading(VitalType.HEART_RATE, List.of(bpm))));
        OptionalDouble systolic = measured("NBPSys", frame);
        OptionalDouble diastolic = measured("NBPDias", frame);
        if (systolic.isPresent() && diastolic.isPresent()) {
            readings.add(
                    new Reading(
                            VitalType.BLOOD_PRESSURE,
                            List.of(systolic.getAsDouble(), diastolic.getAsDouble())));
        }
        measured("SpO2", frame)
                .ifPresent(percent -> readings.add(new Reading(VitalType.SPO2, List.of(percent))));
        measured("RESP", frame)
                .ifPresent(perMinute ->
                        readings.add(new Reading(VitalType.RESPIRATORY_RATE, List.of(perMinute))));
        return readings;
    }

    private OptionalDouble measured(String name, int frame) {
        OptionalInt signal = record.signal(name);
        if (signal.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble value = record.value(signal.getAsInt(), frame);
        return value.isPresent() && value.getAsDouble() > 0 ? value : OptionalDouble.empty();
    }
}
