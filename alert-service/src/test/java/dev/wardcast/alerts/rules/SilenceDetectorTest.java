package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.wardcast.alerts.rules.DeviceWatch.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SilenceDetectorTest {

    private static final Device MONITOR = new Device("monitor", "bed-1");
    private static final Rule RULE =
            TestRules.rule(new DeviceSilence(Duration.ofMinutes(5), 3, Tier.WARNING));

    private final AtomicInteger alerts = new AtomicInteger();
    private final SilenceDetector detector =
            new SilenceDetector(() -> "alert-" + alerts.incrementAndGet());
    private DeviceWatch watch;

    private static Instant at(int minute) {
        return Course.NOON.plusSeconds(60L * minute);
    }

    private SilenceDetector.Heard heard(int minute) {
        SilenceDetector.Heard heard = detector.heard(watch, List.of(RULE), at(minute));
        watch = heard.next();
        return heard;
    }

    private SilenceDetector.Look look(int minute) {
        SilenceDetector.Look look = detector.look(MONITOR, watch, List.of(RULE), at(minute));
        watch = look.next();
        return look;
    }

    @Test
    void a_device_is_looked_for_once_it_posts_regularly_and_a_reading_moves_no_deadline() {
        assertNull(heard(0).lookAt());
        assertNull(heard(1).lookAt());
        assertEquals(at(7), heard(2).lookAt());
        assertNull(heard(3).lookAt());
    }

    @Test
    void a_device_that_was_heard_in_time_is_put_off_and_a_silent_one_alerts_once() {
        heard(0);
        heard(1);
        heard(2);
        heard(4);
        SilenceDetector.Look early = look(7);
        assertEquals(List.of(), early.opened());
        assertEquals(at(9), early.lookAt());
        SilenceDetector.Look due = look(9);
        assertEquals("alert-1", due.opened().getFirst().alertId());
        assertEquals(at(9).plus(Duration.ofHours(24)), due.lookAt());
        assertEquals(List.of(), look(10).opened());
    }

    @Test
    void offline_never_sticks_a_device_that_is_heard_again_ends_its_alert_and_is_watched_on() {
        heard(0);
        heard(1);
        heard(2);
        look(7);
        SilenceDetector.Heard back = heard(30);
        assertEquals(List.of("alert-1"), back.cleared());
        assertEquals(at(35), back.lookAt());
        assertEquals("alert-2", look(35).opened().getFirst().alertId());
    }

    @Test
    void a_device_that_is_used_now_and_then_is_never_silent() {
        for (int day = 0; day < 5; day++) {
            assertNull(heard(day * 1440).lookAt());
            assertNull(heard(day * 1440 + 1).lookAt());
        }
    }

    @Test
    void a_device_that_stays_away_is_given_up_after_a_day() {
        heard(0);
        heard(1);
        heard(2);
        look(7);
        SilenceDetector.Look last = look(7 + 1440);
        assertEquals(List.of("alert-1"), last.cleared());
        assertNull(last.next());
        assertNull(last.lookAt());
    }

    @Test
    void a_rule_that_is_switched_off_takes_its_alert_along() {
        heard(0);
        heard(1);
        heard(2);
        look(7);
        assertEquals(List.of("alert-1"), detector.look(MONITOR, watch, List.of(), at(8)).cleared());
        assertEquals(List.of("alert-1"), detector.heard(watch, List.of(), at(8)).cleared());
    }
}
