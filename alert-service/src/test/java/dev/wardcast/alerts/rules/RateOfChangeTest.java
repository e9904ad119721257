package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.rules.RateOfChange.Direction;
import dev.wardcast.alerts.rules.RateOfChange.Rate;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateOfChangeTest {

    private static final Rule FALL =
            TestRules.rule(
                    new RateOfChange(
                            VitalType.SPO2,
                            "percent",
                            Duration.ofMinutes(4),
                            3,
                            List.of(
                                    new Rate(Direction.FALL, 2, Tier.WARNING, 1),
                                    new Rate(Direction.FALL, 4, Tier.CRITICAL, 4))));

    @Test
    void a_fall_at_the_rate_alerts_and_a_slower_one_does_not() {
        assertEquals(List.of("alert-1 WARNING"), Course.minutes(FALL).told(99, 97, 95));
        assertEquals(List.of(), Course.minutes(FALL).told(99, 97.5, 96));
        assertEquals(List.of("alert-1 CRITICAL"), Course.minutes(FALL).told(99, 95, 91));
    }

    @Test
    void a_rise_is_no_fall() {
        assertEquals(List.of(), Course.minutes(FALL).told(80, 85, 90, 95, 99));
    }

    @Test
    void one_odd_reading_is_no_fall() {
        // Least squares of 98, 98, 94, 98, 98 a minute apart is flat.
        Course course = Course.minutes(FALL);
        assertEquals(List.of(), course.told(98, 98));
        assertEquals(List.of("alert-1 WARNING"), course.told(94));
        assertEquals(List.of("alert-1 cleared"), course.told(98, 98));
    }

    @Test
    void it_ends_only_when_the_slope_is_past_the_hysteresis() {
        Course course = Course.minutes(FALL);
        assertEquals("alert-1 WARNING", Course.word(course.last(99, 97, 95)));
        // Slopes -1.5 (95, 93.5, 92 follow at that pace): neither a breach nor an end.
        assertEquals(
                List.of("quiet"),
                course.all(93.5, 92, 90.5, 89).stream().skip(3).map(Course::word).toList());
        assertEquals(List.of("alert-1 cleared"), course.told(89, 89, 89, 89));
    }

    @Test
    void too_few_readings_or_too_short_a_time_say_nothing() {
        assertEquals(List.of(), Course.minutes(FALL).told(99, 80));
        Course seconds = new Course(FALL, Duration.ofSeconds(10));
        assertEquals(List.of(), seconds.told(99, 97, 95, 93, 91));
    }

    @Test
    void however_fast_readings_come_only_so_many_are_remembered_and_the_slope_is_the_same() {
        Course course = new Course(FALL, Duration.ofMillis(100));
        double[] falling = new double[3000];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = 99 - 3 * i / 600.0;
        }
        Breach breach =
                ((Verdict.Opened)
                                course.all(falling).stream()
                                        .filter(verdict -> verdict instanceof Verdict.Opened)
                                        .findFirst()
                                        .orElseThrow())
                        .breach();
        assertEquals(-3, ((Breach.Slope) breach.evidence()).perMinute(), 1e-6);
        SlopeMemory memory = (SlopeMemory) course.state().memory();
        assertTrue(memory.window().readings().size() <= RateDetector.MOST_READINGS + 2);
    }
}
