package dev.wardcast.local.simulate;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;
import java.util.Random;

/**
 * A patient whose vitals drift together and who now and then gets worse. The same seed gives the
 * same readings.
 *
 * <p>Two slow hidden states move everything: arousal (heart rate, pressure, breathing) and
 * ventilation (oxygen, breathing). They are mean-reverting (Ornstein–Uhlenbeck) with a time
 * constant of five minutes; each reading adds its own noise. Without an episode every vital stays
 * within its normal range.
 */
final class PatientModel {

    /** Which vital comes when; the heart is watched closest. */
    private static final List<VitalType> ROUND =
            List.of(
                    VitalType.HEART_RATE,
                    VitalType.SPO2,
                    VitalType.RESPIRATORY_RATE,
                    VitalType.HEART_RATE,
                    VitalType.BLOOD_PRESSURE,
                    VitalType.HEART_RATE,
                    VitalType.SPO2,
                    VitalType.RESPIRATORY_RATE,
                    VitalType.HEART_RATE,
                    VitalType.TEMPERATURE);

    private static final double TIME_CONSTANT_SECONDS = 300;
    private static final double MEAN_SECONDS_BETWEEN_EPISODES = 720;

    /** However seldom readings come, an episode spans enough of them to be noticed. */
    private static final int LEAST_READINGS_IN_EPISODE = 60;

    private final Random random;
    private final double step;
    private final double restingHeartRate;
    private final double restingSystolic;
    private final double restingSpo2;
    private final double restingRespiratoryRate;
    private final double restingTemperature;
    private final double episodeSeconds;
    private double arousal;
    private double ventilation;
    private int count;
    private Episode episode = Episode.HYPOXIA;
    private double untilEpisode;
    private double intoEpisode = -1;

    /**
     * @param patient which of the fleet
     * @param secondsPerReading time that passes from one reading to the next
     */
    PatientModel(long seed, int patient, double secondsPerReading) {
        random = new Random(seed * 1_000_003L + patient);
        step = secondsPerReading;
        restingHeartRate = around(75, 4, 66, 84);
        restingSystolic = around(118, 5, 108, 126);
        restingSpo2 = around(97.5, 0.7, 96, 99);
        restingRespiratoryRate = around(15.5, 1, 13.5, 17.5);
        restingTemperature = around(36.8, 0.2, 36.4, 37.2);
        arousal = random.nextGaussian();
        ventilation = random.nextGaussian();
        episodeSeconds = Math.max(90, LEAST_READINGS_IN_EPISODE * secondsPerReading);
        untilEpisode = nextPause();
    }

    /** The next reading; time moves on by one step. */
    Reading next() {
        arousal = drift(arousal);
        ventilation = drift(ventilation);
        double severity = severity();
        VitalType vital = ROUND.get(count++ % ROUND.size());
        return new Reading(
                vital,
                switch (vital) {
                    case HEART_RATE ->
                            whole(
                                    within(restingHeartRate + 4 * arousal + noise(1.2), 62, 96)
                                            + severity * episode.heartRate,
                                    25,
                                    210);
                    case BLOOD_PRESSURE -> bloodPressure(severity);
                    case SPO2 ->
                            whole(
                                    within(restingSpo2 + 0.6 * ventilation + noise(0.4), 94, 100)
                                            + severity * episode.spo2,
                                    60,
                                    100);
                    case RESPIRATORY_RATE ->
                            whole(
                                    within(
                                                    restingRespiratoryRate
                                                            + 0.8 * arousal
                                                            - 0.6 * ventilation
                                                            + noise(0.6),
                                                    12,
                                                    20)
                                            + severity * episode.respiratoryRate,
                                    4,
                                    50);
                    default ->
                            List.of(
                                    tenths(
                                            within(
                                                            restingTemperature
                                                                    + 0.1 * arousal
                                                                    + noise(0.05),
                                                            36.1,
                                                            37.6)
                                                    + severity * episode.temperature));
                });
    }

    private List<Double> bloodPressure(double severity) {
        double systolic = within(restingSystolic + 4 * arousal + noise(2), 104, 134);
        double diastolic = within(systolic * 0.64 + noise(1.5), 62, 86);
        return List.of(
                (double) Math.round(systolic + severity * episode.systolic),
                (double) Math.round(diastolic + severity * episode.systolic / 2));
    }

    /** 0 when well, 1 at the height; rises over a quarter of the episode and falls over another. */
    private double severity() {
        if (intoEpisode < 0) {
            untilEpisode -= step;
            if (untilEpisode > 0) {
                return 0;
            }
            episode = Episode.values()[random.nextInt(Episode.values().length)];
            intoEpisode = 0;
        }
        intoEpisode += step;
        double part = intoEpisode / episodeSeconds;
        if (part >= 1) {
            intoEpisode = -1;
            untilEpisode = nextPause();
            return 0;
        }
        return within(4 * Math.min(part, 1 - part), 0, 1);
    }

    private double nextPause() {
        return -Math.log(1 - random.nextDouble()) * MEAN_SECONDS_BETWEEN_EPISODES;
    }

    private double drift(double state) {
        double keep = Math.exp(-step / TIME_CONSTANT_SECONDS);
        return state * keep + Math.sqrt(1 - keep * keep) * random.nextGaussian();
    }

    private double around(double mean, double deviation, double min, double max) {
        return within(mean + deviation * random.nextGaussian(), min, max);
    }

    private double noise(double deviation) {
        return deviation * random.nextGaussian();
    }

    private static List<Double> whole(double value, double min, double max) {
        return List.of((double) Math.round(within(value, min, max)));
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static double within(double value, double min, double max) {
        return Math.clamp(value, min, max);
    }
}
