package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wardcast.alerts.rules.News2.Consciousness;
import dev.wardcast.alerts.rules.News2.Setting;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlyWarningTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private Course course = course(Setting.USUAL);
    private Instant clock = Course.NOON;

    private static Course course(Setting setting) {
        return Course.minutes(TestRules.rule(new News2Condition(HOUR, setting, 3)));
    }

    private Verdict measure(VitalType vital, Double... values) {
        clock = clock.plusSeconds(10);
        return course.at(clock, vital, values);
    }

    /** Resp 16, SpO2 98, 120/80, pulse 70, 37.0: a total of 0. */
    private void normal() {
        measure(VitalType.RESPIRATORY_RATE, 16.0);
        measure(VitalType.SPO2, 98.0);
        measure(VitalType.BLOOD_PRESSURE, 120.0, 80.0);
        measure(VitalType.HEART_RATE, 70.0);
        measure(VitalType.TEMPERATURE, 37.0);
    }

    @Test
    void four_points_say_nothing_and_the_fifth_opens_a_warning() {
        normal();
        measure(VitalType.RESPIRATORY_RATE, 22.0);
        assertEquals("quiet", Course.word(measure(VitalType.SPO2, 93.0)));
        assertEquals("alert-1 WARNING", Course.word(measure(VitalType.HEART_RATE, 95.0)));
    }

    @Test
    void seven_points_are_critical_and_raise_the_alert_that_is_open() {
        normal();
        measure(VitalType.RESPIRATORY_RATE, 22.0);
        measure(VitalType.SPO2, 93.0);
        measure(VitalType.HEART_RATE, 95.0);
        assertEquals("alert-1 goes on", Course.word(measure(VitalType.TEMPERATURE, 38.5)));
        assertEquals("alert-1 rose CRITICAL", Course.word(measure(VitalType.HEART_RATE, 115.0)));
    }

    @Test
    void a_single_three_in_a_complete_score_is_a_warning() {
        normal();
        Verdict verdict = measure(VitalType.HEART_RATE, 40.0);
        assertEquals("alert-1 WARNING", Course.word(verdict));
        Breach breach = assertInstanceOf(Verdict.Opened.class, verdict).breach();
        assertEquals(
                List.of("NEWS2 3 with a single 3"),
                AlertText.of(TestRules.rule(new News2Condition(HOUR, Setting.USUAL, 3)), breach)
                        .reasons());
    }

    @Test
    void an_input_that_is_missing_is_never_counted_as_normal() {
        measure(VitalType.RESPIRATORY_RATE, 16.0);
        measure(VitalType.SPO2, 98.0);
        measure(VitalType.BLOOD_PRESSURE, 120.0, 80.0);
        assertEquals("quiet", Course.word(measure(VitalType.HEART_RATE, 70.0)));
        ScoreMemory memory = (ScoreMemory) course.state().memory();
        News2Score score = News2Score.of(new News2Condition(HOUR, Setting.USUAL, 3), memory);
        assertEquals(false, score.complete());
    }

    @Test
    void what_is_known_alone_is_enough_where_it_reaches_the_tier() {
        measure(VitalType.RESPIRATORY_RATE, 22.0);
        assertEquals("alert-1 WARNING", Course.word(measure(VitalType.SPO2, 90.0)));
        Verdict rose = measure(VitalType.HEART_RATE, 112.0);
        assertEquals("alert-1 rose CRITICAL", Course.word(rose));
        Breach breach = assertInstanceOf(Verdict.Rose.class, rose).breach();
        AlertText text =
                AlertText.of(TestRules.rule(new News2Condition(HOUR, Setting.USUAL, 3)), breach);
        assertEquals(List.of("NEWS2 at least 7 (incomplete)"), text.reasons());
        Map<?, ?> news2 = (Map<?, ?>) text.context().get("news2");
        assertEquals(false, news2.get("complete"));
        assertEquals(List.of("blood_pressure", "temperature"), news2.get("missing"));
        assertEquals(
                Map.of(
                        "respiratory_rate", 2,
                        "spo2", 3,
                        "heart_rate", 2,
                        "oxygen", 0,
                        "consciousness", 0),
                news2.get("scores"));
    }

    @Test
    void a_single_three_in_an_incomplete_score_is_left_to_the_rule_of_that_vital() {
        assertEquals("quiet", Course.word(measure(VitalType.HEART_RATE, 140.0)));
    }

    @Test
    void a_stale_input_is_a_missing_one() {
        normal();
        clock = clock.plus(HOUR);
        // Alone it would be a single 3 in a complete score.
        assertEquals("quiet", Course.word(measure(VitalType.HEART_RATE, 40.0)));
        measure(VitalType.RESPIRATORY_RATE, 16.0);
        measure(VitalType.SPO2, 98.0);
        measure(VitalType.BLOOD_PRESSURE, 120.0, 80.0);
        assertEquals("alert-1 WARNING", Course.word(measure(VitalType.TEMPERATURE, 37.0)));
    }

    @Test
    void it_ends_past_the_hysteresis_and_only_when_everything_is_known() {
        normal();
        measure(VitalType.RESPIRATORY_RATE, 22.0);
        measure(VitalType.SPO2, 93.0);
        assertEquals("alert-1 WARNING", Course.word(measure(VitalType.HEART_RATE, 95.0)));
        // 4: no longer a warning, and not clear yet.
        assertEquals("quiet", Course.word(measure(VitalType.HEART_RATE, 80.0)));
        assertEquals("alert-1 goes on", Course.word(measure(VitalType.HEART_RATE, 95.0)));
        clock = clock.plus(HOUR);
        assertEquals("quiet", Course.word(measure(VitalType.HEART_RATE, 80.0)));
        measure(VitalType.RESPIRATORY_RATE, 16.0);
        measure(VitalType.SPO2, 98.0);
        measure(VitalType.BLOOD_PRESSURE, 120.0, 80.0);
        assertEquals("alert-1 cleared", Course.word(measure(VitalType.TEMPERATURE, 37.0)));
    }

    @Test
    void an_input_that_nobody_measures_does_not_keep_an_alert_open() {
        measure(VitalType.RESPIRATORY_RATE, 22.0);
        assertEquals("alert-1 WARNING", Course.word(measure(VitalType.SPO2, 90.0)));
        assertEquals("alert-1 cleared", Course.word(measure(VitalType.SPO2, 98.0)));
    }

    @Test
    void oxygen_scale_and_consciousness_come_from_the_patient() {
        course = course(new Setting(true, true, Consciousness.ALERT));
        normal();
        assertEquals("alert-1 cleared", Course.word(measure(VitalType.SPO2, 90.0)));
        // 97 % and more on oxygen is a 3 on scale 2; with the oxygen itself 5.
        assertEquals("alert-2 WARNING", Course.word(measure(VitalType.SPO2, 97.0)));
        course = course(new Setting(false, false, Consciousness.CONFUSION));
        clock = Course.NOON;
        normal();
        assertEquals(1, course.opened());
    }

    @Test
    void an_older_reading_of_a_vital_does_not_replace_a_newer_one() {
        normal();
        assertEquals(
                "late",
                Course.word(course.at(Course.NOON.minusSeconds(60), VitalType.HEART_RATE, 200.0)));
    }
}
