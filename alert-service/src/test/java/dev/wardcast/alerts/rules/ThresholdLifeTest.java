package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hysteresis, delay, windows that last a time, and alerts that come back. */
class ThresholdLifeTest {

    private static final Duration NONE = Duration.ZERO;

    private static Rule oxygen(double clear, Duration delay, Duration reopenWithin) {
        return TestRules.rule(TestRules.oxygen(new Window.Samples(1), clear), delay, reopenWithin);
    }

    private static Course seconds(Rule rule, int step) {
        return new Course(rule, Duration.ofSeconds(step));
    }

    @Test
    void a_value_that_wavers_at_the_limit_is_one_alert_until_it_is_past_the_hysteresis() {
        Course course = Course.minutes(oxygen(94, NONE, NONE));
        assertEquals(
                List.of("alert-1 WARNING", "alert-1 goes on", "alert-1 cleared"),
                course.told(91, 92, 91, 93, 94));
        assertEquals(List.of(), course.told(93, 92, 93));
    }

    @Test
    void a_breach_that_ends_within_its_delay_is_discarded_and_counted() {
        Course course = seconds(oxygen(92, Duration.ofSeconds(15), NONE), 5);
        // Beyond at 5 s, 10 s and 15 s, back at 20 s: the delay would have ended at 20 s.
        assertEquals(List.of("suppressed WARNING"), course.told(91, 91, 91, 93));
        assertEquals(0, course.opened());
    }

    @Test
    void a_breach_that_outlasts_its_delay_opens_with_the_first_reading_after_it() {
        Course course = seconds(oxygen(92, Duration.ofSeconds(15), NONE), 5);
        assertEquals(List.of("alert-1 WARNING"), course.told(91, 91, 91, 91));
    }

    @Test
    void the_delay_begins_anew_with_each_breach() {
        Course course = seconds(oxygen(92, Duration.ofSeconds(15), NONE), 5);
        assertEquals(
                List.of("suppressed WARNING", "suppressed WARNING"),
                course.told(91, 91, 93, 91, 91, 93));
    }

    @Test
    void a_steep_fall_is_never_delayed() {
        Course course = seconds(oxygen(92, Duration.ofSeconds(15), NONE), 5);
        assertEquals(List.of("alert-1 WARNING"), course.told(96, 95, 91));
        Course slow = Course.minutes(oxygen(92, Duration.ofMinutes(3), NONE));
        assertEquals(List.of(), slow.told(96, 94, 91));
        Course overMinutes = Course.minutes(oxygen(92, Duration.ofMinutes(3), NONE));
        assertEquals(List.of("alert-1 WARNING"), overMinutes.told(99, 95, 91));
    }

    @Test
    void a_rise_in_tier_is_never_delayed() {
        Course course = seconds(oxygen(92, Duration.ofSeconds(15), NONE), 5);
        course.told(91, 91, 91, 91);
        assertEquals(List.of("alert-1 rose CRITICAL"), course.told(87));
    }

    @Test
    void a_window_that_lasts_a_time_needs_every_reading_of_that_time() {
        Rule rule = TestRules.rule(TestRules.heart(new Window.Lasting(Duration.ofMinutes(2))));
        Course course = seconds(rule, 30);
        assertEquals(List.of("alert-1 WARNING"), course.told(105, 105, 105, 105, 105));
        Course broken = seconds(rule, 30);
        assertEquals(List.of(), broken.told(105, 105, 99, 105, 105, 105, 105));
    }

    @Test
    void what_was_in_range_before_is_no_part_of_a_window_that_lasts_a_time() {
        Rule rule = TestRules.rule(TestRules.heart(new Window.Lasting(Duration.ofMinutes(2))));
        Verdict.Opened opened =
                assertInstanceOf(
                        Verdict.Opened.class, Course.minutes(rule).last(80, 105, 106, 107));
        assertEquals(List.of(105.0, 106.0, 107.0), AlertText.of(rule, opened.breach()).values());
    }

    @Test
    void a_window_that_lasts_a_time_takes_the_tier_that_was_held_for_all_of_it() {
        Rule rule = TestRules.rule(TestRules.heart(new Window.Lasting(Duration.ofMinutes(1))));
        Course course = seconds(rule, 30);
        assertEquals(
                List.of("alert-1 WARNING", "alert-1 rose CRITICAL", "alert-1 cleared"),
                course.told(105, 125, 125, 125, 80, 80, 80));
    }

    @Test
    void a_condition_that_comes_back_soon_is_the_same_alert_and_later_another() {
        Course course = Course.minutes(oxygen(92, NONE, Duration.ofMinutes(2)));
        assertEquals(
                List.of("alert-1 WARNING", "alert-1 cleared", "alert-1 again", "alert-1 cleared"),
                course.told(91, 93, 94, 91, 93));
        assertEquals(List.of("alert-2 WARNING"), course.told(94, 95, 91));
    }

    @Test
    void a_condition_that_comes_back_worse_rises() {
        Course course = Course.minutes(oxygen(92, NONE, Duration.ofMinutes(2)));
        assertEquals(
                List.of("alert-1 WARNING", "alert-1 cleared", "alert-1 rose"),
                course.told(91, 93, 87));
    }

    @Test
    void without_a_window_for_coming_back_an_old_alert_is_never_used_again() {
        Course course = Course.minutes(oxygen(92, NONE, NONE));
        assertEquals(
                List.of("alert-1 WARNING", "alert-1 cleared", "alert-2 WARNING"),
                course.told(91, 93, 91));
    }

    @Test
    void a_changed_rule_goes_on_with_the_readings_and_not_with_the_time_beyond_the_old_limits() {
        Threshold threshold = TestRules.heart(new Window.Lasting(Duration.ofMinutes(2)));
        Course course = seconds(TestRules.rule(threshold), 30);
        course.told(105, 105, 105, 105);
        course.change(TestRules.rule(threshold).withRevision(2));
        assertEquals(List.of(), course.told(105, 105, 105, 105));
        assertEquals(List.of("alert-1 WARNING"), course.told(105));
    }

    @Test
    void a_batch_out_of_order_raises_no_false_alert() {
        Course course = Course.minutes(TestRules.rule(TestRules.heart(new Window.Samples(3))));
        course.all(80, 80, 80);
        for (int second : new int[] {30, 20, 10}) {
            assertEquals("late", Course.word(course.at(Course.NOON.plusSeconds(second), 150)));
        }
        assertEquals(List.of(), course.told(80, 80));
    }

    @Test
    void readings_milliseconds_apart_open_one_alert() {
        Course course =
                new Course(
                        TestRules.rule(TestRules.heart(new Window.Samples(3))),
                        Duration.ofMillis(1));
        course.all(130, 131, 132, 133, 134, 135, 136);
        assertEquals(1, course.opened());
    }
}
