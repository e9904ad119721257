package dev.wardcast.vitals.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.vitals.fleet.DeviceChange.Connected;
import dev.wardcast.vitals.fleet.DeviceChange.Disconnected;
import dev.wardcast.vitals.fleet.DeviceChange.Fault;
import dev.wardcast.vitals.fleet.DeviceChange.Kind;
import dev.wardcast.vitals.fleet.DeviceChange.Reason;
import dev.wardcast.vitals.fleet.DeviceChange.StatusChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceLifeTest {

    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final FleetSettings SETTINGS =
            new FleetSettings(
                    3,
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(10),
                    20,
                    Duration.ofDays(90));

    private final DeviceLife life = new DeviceLife(SETTINGS);
    private final Rhythm rhythm = new Rhythm(SETTINGS);
    private DeviceState state =
            DeviceState.neverHeard(new DeviceName("monitor", "m-1"), "p-1", rhythm.unknown());

    @Test
    void the_first_reading_connects_and_the_next_says_nothing_new() {
        assertEquals(
                List.of(
                        new Connected(),
                        new StatusChanged(DeviceStatus.UNKNOWN, DeviceStatus.ONLINE)),
                heard(0));
        assertEquals(List.of(), heard(1));
    }

    @Test
    void a_device_that_was_silent_is_gone_and_comes_back_with_the_next_reading() {
        heard(0);
        assertEquals(
                List.of(
                        new Disconnected(Reason.SILENCE),
                        new StatusChanged(DeviceStatus.ONLINE, DeviceStatus.OFFLINE)),
                take(life.silent(state, at(2_000))));
        assertEquals(
                List.of(
                        new Connected(),
                        new StatusChanged(DeviceStatus.OFFLINE, DeviceStatus.ONLINE)),
                heard(2_001));
    }

    @Test
    void a_reading_from_before_a_sign_off_leaves_the_device_off_and_one_after_it_brings_it_back() {
        heard(0);
        report(10, DeviceStatus.OFFLINE, null, null);
        DeviceState off = state;
        assertEquals(List.of(), heard(9));
        assertSame(off, state);
        assertEquals(2, heard(11).size());
        assertTrue(state.connected());
    }

    @Test
    void readings_do_not_end_a_maintenance() {
        report(0, DeviceStatus.MAINTENANCE, null, null);
        assertEquals(List.of(), heard(1));
        assertEquals(DeviceStatus.MAINTENANCE, state.status());
    }

    @Test
    void a_report_that_comes_late_changes_nothing() {
        report(10, DeviceStatus.ONLINE, 50, null);
        DeviceState before = state;
        StatusReport late =
                new StatusReport(state.name(), "p-1", DeviceStatus.OFFLINE, 5, null, at(9));
        assertEquals(List.of(), take(life.reported(state, late, at(20))));
        assertSame(before, state);
    }

    @Test
    void a_battery_about_the_limit_is_told_of_once() {
        report(0, DeviceStatus.ONLINE, 21, null);
        assertEquals(
                List.of(new Fault(Kind.BATTERY_LOW, true, 20, List.of())),
                report(1, DeviceStatus.ONLINE, 20, null));
        assertEquals(List.of(), report(2, DeviceStatus.ONLINE, 21, null));
        assertEquals(List.of(), report(3, DeviceStatus.ONLINE, null, null));
        assertEquals(List.of(), report(4, DeviceStatus.ONLINE, 19, null));
        assertEquals(
                List.of(new Fault(Kind.BATTERY_LOW, false, 25, List.of())),
                report(5, DeviceStatus.ONLINE, 25, null));
    }

    @Test
    void each_change_of_the_leads_without_contact_is_told() {
        report(0, DeviceStatus.ONLINE, null, List.of());
        assertEquals(
                List.of(new Fault(Kind.LEAD_OFF, true, null, List.of("II", "V5"))),
                report(1, DeviceStatus.ONLINE, null, List.of("II", "V5")));
        assertEquals(List.of(), report(2, DeviceStatus.ONLINE, null, null));
        assertEquals(
                List.of(new Fault(Kind.LEAD_OFF, false, null, List.of())),
                report(3, DeviceStatus.ONLINE, null, List.of()));
    }

    @Test
    void a_device_that_posts_in_bursts_is_not_gone_between_them() {
        for (int minute = 0; minute < 120; minute++) {
            for (int reading = 0; reading < 7; reading++) {
                heard(minute * 60 + 0.1 * reading);
            }
            assertTrue(state.deadline().isAfter(at((minute + 1) * 60 + 20)), "minute " + minute);
        }
        assertTrue(state.deadline().isBefore(at(119 * 60 + 300)));
    }

    @Test
    void a_silence_is_between_its_bounds_however_often_a_device_posts() {
        for (int i = 0; i < 20_000; i++) {
            heard(i);
        }
        assertEquals(Duration.ofSeconds(15), rhythm.allowedSilence(state.interval()));
        heard(40_000);
        assertEquals(Duration.ofMinutes(15), rhythm.allowedSilence(state.interval()));
    }

    @Test
    void whoever_is_heard_again_is_written_down_well_before_it_counts_as_gone() {
        heard(0);
        for (Duration interval : List.of(Duration.ZERO, Duration.ofMinutes(1), rhythm.unknown())) {
            Instant written = rhythm.writtenAgain(START, interval);
            Duration silence = rhythm.allowedSilence(interval);
            // Heard just before it would be written again: even then it has all its silence.
            assertFalse(written.plus(silence).isAfter(rhythm.deadline(START, interval)));
        }
    }

    private List<DeviceChange> heard(double seconds) {
        return take(life.heard(state, "p-1", at(seconds), null));
    }

    private List<DeviceChange> report(
            double seconds,
            DeviceStatus status,
            @Nullable Integer battery,
            @Nullable List<String> leadOff) {
        StatusReport report =
                new StatusReport(state.name(), "p-1", status, battery, leadOff, at(seconds));
        return take(life.reported(state, report, at(seconds)));
    }

    private List<DeviceChange> take(DeviceLife.Outcome outcome) {
        state = outcome.state();
        return outcome.changes();
    }

    private static Instant at(double seconds) {
        return START.plusMillis((long) (seconds * 1_000));
    }
}
