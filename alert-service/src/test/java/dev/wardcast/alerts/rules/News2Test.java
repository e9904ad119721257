package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.alerts.rules.News2.Consciousness;
import dev.wardcast.alerts.rules.News2.Setting;
import dev.wardcast.eventlog.vitals.VitalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every edge of every band, from both sides. Source: Royal College of Physicians, National Early
 * Warning Score (NEWS) 2, London 2017.
 */
class News2Test {

    private static int points(VitalType vital, double value) {
        return News2.points(vital, value, Setting.USUAL);
    }

    private static Setting scale2(boolean onOxygen) {
        return new Setting(onOxygen, true, Consciousness.ALERT);
    }

    @ParameterizedTest(name = "{0} breaths a minute: {1}")
    @CsvSource({
        "0, 3", "8, 3", "9, 1", "11, 1", "12, 0", "20, 0", "21, 2", "24, 2", "25, 3", "60, 3"
    })
    void respiration(double perMinute, int points) {
        assertEquals(points, points(VitalType.RESPIRATORY_RATE, perMinute));
    }

    @ParameterizedTest(name = "{0} % on scale 1: {1}")
    @CsvSource({"45, 3", "91, 3", "92, 2", "93, 2", "94, 1", "95, 1", "96, 0", "100, 0"})
    void spo2_on_scale_1(double percent, int points) {
        assertEquals(points, points(VitalType.SPO2, percent));
        Setting onOxygen = new Setting(true, false, Consciousness.ALERT);
        assertEquals(points, News2.points(VitalType.SPO2, percent, onOxygen));
    }

    @ParameterizedTest(name = "{0} % on scale 2: {1} on air, {2} on oxygen")
    @CsvSource({
        "45, 3, 3",
        "83, 3, 3",
        "84, 2, 2",
        "85, 2, 2",
        "86, 1, 1",
        "87, 1, 1",
        "88, 0, 0",
        "92, 0, 0",
        "93, 0, 1",
        "94, 0, 1",
        "95, 0, 2",
        "96, 0, 2",
        "97, 0, 3",
        "100, 0, 3"
    })
    void spo2_on_scale_2(double percent, int onAir, int onOxygen) {
        assertEquals(onAir, News2.points(VitalType.SPO2, percent, scale2(false)));
        assertEquals(onOxygen, News2.points(VitalType.SPO2, percent, scale2(true)));
    }

    @Test
    void oxygen_is_two_points_and_air_none() {
        assertEquals(0, Setting.USUAL.oxygenPoints());
        assertEquals(2, scale2(true).oxygenPoints());
    }

    @ParameterizedTest(name = "{0} mmHg: {1}")
    @CsvSource({
        "66, 3", "90, 3", "91, 2", "100, 2", "101, 1", "110, 1", "111, 0", "219, 0", "220, 3",
        "300, 3"
    })
    void systolic_pressure(double mmHg, int points) {
        assertEquals(points, points(VitalType.BLOOD_PRESSURE, mmHg));
    }

    @ParameterizedTest(name = "{0} beats a minute: {1}")
    @CsvSource({
        "0, 3", "40, 3", "41, 1", "50, 1", "51, 0", "90, 0", "91, 1", "110, 1", "111, 2", "130, 2",
        "131, 3", "250, 3"
    })
    void pulse(double bpm, int points) {
        assertEquals(points, points(VitalType.HEART_RATE, bpm));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"ALERT, 0", "CONFUSION, 3", "VOICE, 3", "PAIN, 3", "UNRESPONSIVE, 3"})
    void consciousness(Consciousness state, int points) {
        assertEquals(points, new Setting(false, false, state).consciousnessPoints());
    }

    @ParameterizedTest(name = "{0} °C: {1}")
    @CsvSource({
        "33, 3", "35.0, 3", "35.1, 1", "36.0, 1", "36.1, 0", "38.0, 0", "38.1, 1", "39.0, 1",
        "39.1, 2", "42, 2"
    })
    void temperature(double celsius, int points) {
        assertEquals(points, points(VitalType.TEMPERATURE, celsius));
    }

    @ParameterizedTest(name = "{0} {1} is rounded first: {2}")
    @CsvSource({
        "RESPIRATORY_RATE, 8.4, 3",
        "RESPIRATORY_RATE, 8.5, 1",
        "RESPIRATORY_RATE, 24.5, 3",
        "SPO2, 91.4, 3",
        "SPO2, 91.5, 2",
        "SPO2, 95.5, 0",
        "BLOOD_PRESSURE, 90.4, 3",
        "BLOOD_PRESSURE, 90.5, 2",
        "HEART_RATE, 130.4, 2",
        "HEART_RATE, 130.5, 3",
        "TEMPERATURE, 35.04, 3",
        "TEMPERATURE, 35.05, 1",
        "TEMPERATURE, 39.04, 1",
        "TEMPERATURE, 39.05, 2"
    })
    void values_are_rounded_before_they_are_banded(VitalType vital, double value, int points) {
        assertEquals(points, points(vital, value));
    }
}
