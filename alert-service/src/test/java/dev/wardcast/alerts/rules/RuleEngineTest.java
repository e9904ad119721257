package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleEngineTest {

    private final Course course =
            Course.minutes(TestRules.rule(TestRules.heart(new Window.Samples(3))));

    private List<Verdict> minutes(double... bpm) {
        return course.all(bpm);
    }

    private Verdict last(double... bpm) {
        return course.last(bpm);
    }

    @Test
    void two_samples_outside_say_nothing_and_the_third_opens_one_alert() {
        List<Verdict> verdicts = minutes(101, 102, 103);
        assertInstanceOf(Verdict.Quiet.class, verdicts.get(0));
        assertInstanceOf(Verdict.Quiet.class, verdicts.get(1));
        Verdict.Opened opened = assertInstanceOf(Verdict.Opened.class, verdicts.get(2));
        assertEquals(Tier.WARNING, opened.breach().tier());
        assertEquals(
                List.of(101.0, 102.0, 103.0),
                AlertText.of(
                                TestRules.rule(TestRules.heart(new Window.Samples(3))),
                                opened.breach())
                        .values());
    }

    @Test
    void a_sample_in_range_breaks_the_row() {
        minutes(101, 102, 80, 101, 102).forEach(v -> assertInstanceOf(Verdict.Quiet.class, v));
        assertInstanceOf(Verdict.Opened.class, last(103));
    }

    @Test
    void a_breach_that_is_far_out_from_the_start_is_one_alert_at_the_highest_tier() {
        assertEquals(
                Tier.CRITICAL,
                assertInstanceOf(Verdict.Opened.class, last(120, 130, 140)).breach().tier());
        assertEquals(1, course.opened());
    }

    @Test
    void one_of_three_that_is_less_far_out_makes_it_a_warning() {
        assertEquals(
                Tier.WARNING,
                assertInstanceOf(Verdict.Opened.class, last(119, 130, 140)).breach().tier());
    }

    @Test
    void far_below_and_far_above_count_together() {
        assertEquals(
                Tier.CRITICAL,
                assertInstanceOf(Verdict.Opened.class, last(45, 130, 50)).breach().tier());
    }

    @Test
    void an_open_alert_repeats_rises_once_and_never_falls() {
        assertInstanceOf(Verdict.Opened.class, last(105, 106, 107));
        assertEquals("alert-1 goes on", Course.word(last(108)));
        List<Verdict> rising = minutes(120, 121, 122);
        assertEquals("alert-1 goes on", Course.word(rising.get(1)));
        Verdict.Rose rose = assertInstanceOf(Verdict.Rose.class, rising.get(2));
        assertEquals("alert-1", rose.alertId());
        assertEquals(Tier.CRITICAL, rose.breach().tier());
        minutes(123, 105, 105, 105, 125, 125, 125)
                .forEach(verdict -> assertEquals("alert-1 goes on", Course.word(verdict)));
        assertEquals(1, course.opened());
    }

    @Test
    void it_clears_when_a_whole_window_is_in_range_and_the_next_breach_is_a_new_alert() {
        last(105, 106, 107);
        minutes(80, 81, 105, 80, 81).forEach(v -> assertInstanceOf(Verdict.Quiet.class, v));
        assertEquals(new Verdict.Cleared("alert-1"), last(82));
        assertInstanceOf(Verdict.Quiet.class, last(83));
        assertEquals(
                "alert-2", assertInstanceOf(Verdict.Opened.class, last(105, 106, 107)).alertId());
    }

    @Test
    void a_batch_that_arrives_late_is_not_evaluated() {
        minutes(105, 106);
        RuleState before = course.state();
        assertInstanceOf(Verdict.Late.class, course.at(Course.NOON.plusSeconds(30), 107));
        assertEquals(before, course.state());
        assertInstanceOf(Verdict.Opened.class, last(107));
    }

    @Test
    void a_reading_that_we_gave_its_time_is_never_late() {
        course.received(Course.NOON.plusMillis(2), 105);
        course.received(Course.NOON, 106);
        assertEquals(
                Course.NOON.plusMillis(2),
                course.state().memory().newest(VitalType.HEART_RATE),
                "time goes on");
        assertInstanceOf(Verdict.Opened.class, course.received(Course.NOON.plusMillis(1), 107));
    }

    @Test
    void readings_of_the_same_moment_all_count() {
        course.at(Course.NOON, 105);
        course.at(Course.NOON, 106);
        assertInstanceOf(Verdict.Opened.class, course.at(Course.NOON, 107));
    }

    @Test
    void a_long_silence_starts_the_row_again() {
        minutes(105, 106);
        course.silence(Duration.ofMinutes(15));
        assertInstanceOf(Verdict.Quiet.class, last(107));
        assertInstanceOf(Verdict.Quiet.class, last(108));
        assertInstanceOf(Verdict.Opened.class, last(109));
    }

    @Test
    void a_silence_as_long_as_allowed_does_not() {
        minutes(105, 106);
        course.silence(Duration.ofMinutes(14));
        assertInstanceOf(Verdict.Opened.class, last(107));
    }

    @Test
    void an_alert_stays_open_over_a_silence() {
        last(105, 106, 107);
        course.silence(Duration.ofHours(2));
        assertInstanceOf(Verdict.Quiet.class, last(108));
        assertEquals("alert-1 goes on", Course.word(last(109, 110)));
    }
}
