package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RuleEngineTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private static final Rule HEART_RATE =
            new Rule(
                    "heart_rate",
                    VitalType.HEART_RATE,
                    3,
                    Duration.ofMinutes(15),
                    List.of(
                            new Limit("bpm", Limit.Side.LOW, 60, false, Tier.WARNING),
                            new Limit("bpm", Limit.Side.HIGH, 100, false, Tier.WARNING),
                            new Limit("bpm", Limit.Side.LOW, 50, true, Tier.CRITICAL),
                            new Limit("bpm", Limit.Side.HIGH, 120, true, Tier.CRITICAL)),
                    null,
                    null,
                    List.of("caregiver"),
                    List.of("doctor"));

    private final AtomicInteger alerts = new AtomicInteger();
    private final RuleEngine engine = new RuleEngine(() -> "alert-" + alerts.incrementAndGet());
    private RuleState state = RuleState.INITIAL;
    private Instant clock = NOON;

    private Verdict at(Instant time, double bpm) {
        RuleEngine.Step step = engine.evaluate(HEART_RATE, state, new Reading(time, List.of(bpm)));
        state = step.next();
        return step.verdict();
    }

    /** One reading a minute. */
    private List<Verdict> minutes(double... bpm) {
        List<Verdict> verdicts = new ArrayList<>();
        for (double value : bpm) {
            clock = clock.plusSeconds(60);
            verdicts.add(at(clock, value));
        }
        return verdicts;
    }

    private Verdict last(double... bpm) {
        return minutes(bpm).getLast();
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
                opened.breach().window().readings().stream()
                        .map(reading -> reading.values().getFirst())
                        .toList());
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
        assertEquals(1, alerts.get());
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
        assertEquals(new Verdict.Repeated("alert-1"), last(108));
        List<Verdict> rising = minutes(120, 121, 122);
        assertEquals(new Verdict.Repeated("alert-1"), rising.get(1));
        Verdict.Rose rose = assertInstanceOf(Verdict.Rose.class, rising.get(2));
        assertEquals("alert-1", rose.alertId());
        assertEquals(Tier.CRITICAL, rose.breach().tier());
        minutes(123, 105, 105, 105, 125, 125, 125)
                .forEach(verdict -> assertEquals(new Verdict.Repeated("alert-1"), verdict));
        assertEquals(1, alerts.get());
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
        RuleState before = state;
        assertInstanceOf(Verdict.Late.class, at(NOON.plusSeconds(30), 107));
        assertEquals(before, state);
        assertInstanceOf(Verdict.Opened.class, last(107));
    }

    @Test
    void readings_of_the_same_moment_all_count() {
        at(NOON, 105);
        at(NOON, 106);
        assertInstanceOf(Verdict.Opened.class, at(NOON, 107));
    }

    @Test
    void a_long_silence_starts_the_row_again() {
        minutes(105, 106);
        clock = clock.plus(Duration.ofMinutes(15));
        assertInstanceOf(Verdict.Quiet.class, last(107));
        assertInstanceOf(Verdict.Quiet.class, last(108));
        assertInstanceOf(Verdict.Opened.class, last(109));
    }

    @Test
    void a_silence_as_long_as_allowed_does_not() {
        minutes(105, 106);
        clock = clock.plus(Duration.ofMinutes(14));
        assertInstanceOf(Verdict.Opened.class, last(107));
    }

    @Test
    void an_alert_stays_open_over_a_silence() {
        last(105, 106, 107);
        clock = clock.plus(Duration.ofHours(2));
        assertInstanceOf(Verdict.Quiet.class, last(108));
        assertEquals(new Verdict.Repeated("alert-1"), last(109, 110));
    }
}
