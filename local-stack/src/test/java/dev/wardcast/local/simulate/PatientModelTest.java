package dev.wardcast.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatientModelTest {

    private static final int HOUR = 3_600;

    @Test
    void the_same_seed_gives_the_same_readings_and_another_others() {
        assertEquals(readings(7, 0, 500), readings(7, 0, 500));
        assertNotEquals(readings(7, 0, 500), readings(8, 0, 500));
        assertNotEquals(readings(7, 0, 500), readings(7, 1, 500));
    }

    @Test
    void every_value_is_one_that_the_service_accepts_and_that_a_body_can_have() {
        for (int patient = 0; patient < 20; patient++) {
            for (Reading reading : readings(1, patient, HOUR)) {
                for (int i = 0; i < reading.values().size(); i++) {
                    VitalType.Field field = reading.vital().fields().get(i);
                    double value = reading.values().get(i);
                    assertTrue(value >= field.min() && value <= field.max(), reading.toString());
                }
                if (reading.vital() == VitalType.BLOOD_PRESSURE) {
                    double pulsePressure = reading.values().get(0) - reading.values().get(1);
                    assertTrue(pulsePressure >= 10, reading.toString());
                }
            }
        }
    }

    @Test
    void patients_are_well_most_of_the_time_and_worse_now_and_then() {
        double[] shares =
                IntStream.range(0, 50)
                        .mapToDouble(patient ->
                                share(readings(3, patient, HOUR), PatientModelTest::isNormal))
                        .toArray();
        double mean = DoubleStream.of(shares).average().orElseThrow();
        assertTrue(mean > 0.85 && mean < 0.99, "normal: " + mean);
    }

    @Test
    void the_demo_fleet_shows_its_first_trouble_within_five_minutes() {
        boolean trouble =
                IntStream.range(0, 8)
                        .anyMatch(patient ->
                                share(readings(1, patient, 300), PatientModelTest::isNormal) < 1);
        assertTrue(trouble);
    }

    @Test
    void the_heart_rate_drifts_rather_than_jumps() {
        double[] rates =
                readings(5, 0, HOUR).stream()
                        .filter(PatientModelTest::isNormal)
                        .filter(reading -> reading.vital() == VitalType.HEART_RATE)
                        .mapToDouble(reading -> reading.values().getFirst())
                        .toArray();
        double steps =
                IntStream.range(1, rates.length)
                        .mapToDouble(i -> Math.abs(rates[i] - rates[i - 1]))
                        .average()
                        .orElseThrow();
        double range =
                DoubleStream.of(rates).max().orElseThrow()
                        - DoubleStream.of(rates).min().orElseThrow();
        assertTrue(steps < 3, "mean step " + steps);
        assertTrue(range > 8, "range " + range);
    }

    private static boolean isNormal(Reading reading) {
        double value = reading.values().getFirst();
        return switch (reading.vital()) {
            case HEART_RATE -> value >= 60 && value <= 100;
            case SPO2 -> value >= 92;
            case RESPIRATORY_RATE -> value >= 9 && value <= 24;
            case BLOOD_PRESSURE -> value > 90 && value <= 140 && reading.values().get(1) <= 90;
            default -> value >= 35.1 && value <= 38.9;
        };
    }

    private static double share(List<Reading> readings, java.util.function.Predicate<Reading> is) {
        return (double) readings.stream().filter(is).count() / readings.size();
    }

    private static List<Reading> readings(long seed, int patient, int count) {
        PatientModel model = new PatientModel(seed, patient, 1);
        return Stream.generate(model::next).limit(count).toList();
    }
}
