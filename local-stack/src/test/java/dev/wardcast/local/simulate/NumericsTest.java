package dev.wardcast.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The real deterioration, minute by minute. */
class NumericsTest {

    private final WfdbRecord record = WfdbRecord.read(Recordings.header(Recordings.DETERIORATION));
    private final Numerics numerics = new Numerics(record);

    @Test
    void oxygen_saturation_falls_below_92_in_these_minutes() {
        List<Integer> low =
                IntStream.range(0, record.frames())
                        .filter(minute ->
                                values(minute, VitalType.SPO2).stream().anyMatch(v -> v < 92))
                        .boxed()
                        .toList();
        assertEquals(
                List.of(15, 36, 39, 40, 41, 42, 43, 44, 45, 53, 54, 55, 56, 57, 59, 70, 71), low);
    }

    @Test
    void the_pressure_of_66_over_20_is_there_and_only_whole_pressures_are() {
        assertEquals(List.of(66.0, 20.0), values(32, VitalType.BLOOD_PRESSURE));
        long pressures =
                IntStream.range(0, record.frames())
                        .filter(minute -> !values(minute, VitalType.BLOOD_PRESSURE).isEmpty())
                        .count();
        assertEquals(18, pressures);
    }

    @Test
    void no_dropout_becomes_a_reading() {
        assertEquals(List.of(), values(0, VitalType.SPO2));
        assertEquals(List.of(), values(14, VitalType.SPO2));
        assertEquals(List.of(), numerics.at(62));
        assertTrue(
                IntStream.range(0, record.frames())
                        .mapToObj(numerics::at)
                        .flatMap(List::stream)
                        .flatMap(reading -> reading.values().stream())
                        .allMatch(value -> value > 0));
    }

    @Test
    void the_heart_rate_comes_from_the_pulse_while_the_ecg_has_none() {
        assertEquals(List.of(101.3), values(0, VitalType.HEART_RATE));
        assertEquals(List.of(79.9), values(3, VitalType.HEART_RATE));
        assertEquals(List.of(71.6), values(45, VitalType.HEART_RATE));
        assertEquals(List.of(), values(65, VitalType.HEART_RATE));
    }

    @Test
    void waves_are_no_numbers() {
        assertTrue(new Numerics(WfdbRecord.read(Recordings.header("100"))).isEmpty());
    }

    private List<Double> values(int minute, VitalType vital) {
        return numerics.at(minute).stream()
                .filter(reading -> reading.vital() == vital)
                .findFirst()
                .map(Reading::values)
                .orElse(List.of());
    }
}
