package dev.wardcast.bench.alerts;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * What monitors send: of ten samples of a patient four are heart rates, three saturations, and one
 * each of breathing, pressure and temperature, a second apart. One episode in a hundred is bad: for
 * forty samples everything is beyond its limits, so that each rule opens one alert, repeats it, and
 * clears it afterwards. Each patient's begin at another moment, so that at any moment as large a
 * share of patients falls ill, however many they are. The same numbers give the same sample.
 */
final class SampleMix {

    private static final int EPISODE = 40;
    private static final int BAD_IN = 100;

    private static final VitalType[] PATTERN = {
        VitalType.HEART_RATE, VitalType.SPO2, VitalType.HEART_RATE, VitalType.RESPIRATORY_RATE,
        VitalType.HEART_RATE, VitalType.SPO2, VitalType.BLOOD_PRESSURE, VitalType.HEART_RATE,
        VitalType.SPO2, VitalType.TEMPERATURE,
    };

    /** Samples of a patient after which each of their vital signs has come. */
    static final int WHOLE_PATTERN = PATTERN.length;

    private final Instant begin;

    /**
     * @param begin when the first sample of everybody is taken
     */
    SampleMix(Instant begin) {
        this.begin = begin;
    }

    static String patient(int number) {
        return "bench-patient-" + number;
    }

    Sample sample(int patient, int step) {
        VitalType type = PATTERN[step % PATTERN.length];
        int begun = step + Math.floorMod(mixed(patient, 3_000_000), EPISODE);
        boolean bad = Math.floorMod(mixed(patient, begun / EPISODE), BAD_IN) == 0;
        double noise = Math.floorMod(mixed(patient, step + 7_000_000), 9) - 4;
        Instant takenAt = begin.plusSeconds(step);
        return new Sample(
                "monitor",
                "bench-device-" + patient,
                patient(patient),
                type,
                bad ? badValues(type, noise) : goodValues(type, noise),
                takenAt,
                takenAt,
                OptionalLong.empty());
    }

    private static List<Double> goodValues(VitalType type, double noise) {
        return switch (type) {
            case HEART_RATE -> List.of(76 + noise);
            case SPO2 -> List.of(97 + noise / 4);
            case RESPIRATORY_RATE -> List.of(16 + noise / 2);
            case BLOOD_PRESSURE -> List.of(118 + noise, 76 + noise);
            case TEMPERATURE -> List.of(36.9 + noise / 10);
            case GLUCOSE -> List.of(95 + noise);
            case WEIGHT -> List.of(70 + noise);
        };
    }

    private static List<Double> badValues(VitalType type, double noise) {
        return switch (type) {
            case HEART_RATE -> List.of(112 + noise);
            case SPO2 -> List.of(89.5 + noise / 4);
            case RESPIRATORY_RATE -> List.of(27 + noise / 2);
            case BLOOD_PRESSURE -> List.of(160 + noise, 98 + noise);
            case TEMPERATURE -> List.of(39.4 + noise / 10);
            case GLUCOSE -> List.of(260 + noise);
            case WEIGHT -> List.of(70 + noise);
        };
    }

    /** Spreads neighbouring numbers (the finaliser of MurmurHash3). */
    private static int mixed(int patient, int step) {
        int h = patient * 0x9E3779B9 + step;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return h ^ h >>> 16;
    }
}
