package dev.wardcast.alerts.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.rules.DeviceWatch;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.DeviceWatch.Watch;
import dev.wardcast.alerts.rules.Reading;
import dev.wardcast.alerts.rules.RowMemory;
import dev.wardcast.alerts.rules.RuleState;
import dev.wardcast.alerts.rules.RuleState.OpenAlert;
import dev.wardcast.alerts.rules.RuleState.PastAlert;
import dev.wardcast.alerts.rules.RuleState.Pending;
import dev.wardcast.alerts.rules.RuleWindow;
import dev.wardcast.alerts.rules.Runs;
import dev.wardcast.alerts.rules.ScoreMemory;
import dev.wardcast.alerts.rules.SlopeMemory;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateCodecTest {

    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final Reading PRESSURE = new Reading(TIME, List.of(120.5, -0.0));

    @Test
    void whatever_is_remembered_is_read_as_it_was_written() {
        RuleState row =
                new RuleState(
                        1L << 40,
                        new RowMemory(
                                new RuleWindow(List.of(PRESSURE, PRESSURE)),
                                new Runs(TIME, null, TIME.plusSeconds(1), null)),
                        new OpenAlert("alert-ä", Tier.CRITICAL),
                        null,
                        null);
        RuleState slope =
                new RuleState(
                        2,
                        new SlopeMemory(new RuleWindow(List.of(PRESSURE))),
                        null,
                        new Pending(TIME, Tier.INFO),
                        new PastAlert("past", Tier.WARNING, TIME));
        RuleState score =
                new RuleState(
                        3,
                        new ScoreMemory(Map.of(VitalType.BLOOD_PRESSURE, PRESSURE)),
                        null,
                        null,
                        null);
        Map<String, Watch> watches =
                Map.of("silence", new Watch(300, "alert"), "b", new Watch(1, null));
        PatientState state =
                new PatientState(
                        77,
                        Map.of("row", row, "slope", slope, "score", score),
                        Map.of(
                                new Device("monitor", "bed-1"),
                                new DeviceWatch(TIME, true, watches)));
        assertEquals(state, StateCodec.decode(StateCodec.encode(state)));
        assertEquals(PatientState.NONE, StateCodec.decode(StateCodec.encode(PatientState.NONE)));
    }

    @Test
    void names_that_states_share_are_never_taken_for_one_another() {
        RuleState rule = new RuleState(1, new SlopeMemory(RuleWindow.EMPTY), null, null, null);
        // Two of the same hash and length, one that is no ASCII, and one that is its bytes as
        // Latin-1.
        for (String id : List.of("Aa", "BB", "Aa", "fièvre", "fiÃ¨vre", "fièvre")) {
            PatientState state = new PatientState(1, Map.of(id, rule), Map.of());
            assertEquals(state, StateCodec.decode(StateCodec.encode(state)));
        }
    }

    @Test
    void a_state_takes_little_room() {
        Reading reading = new Reading(TIME, List.of(72.0));
        RuleState row =
                new RuleState(
                        5,
                        new RowMemory(
                                new RuleWindow(List.of(reading, reading, reading)), Runs.NONE),
                        null,
                        null,
                        null);
        PatientState state = new PatientState(5, Map.of("heart_rate", row), Map.of());
        assertTrue(StateCodec.encode(state).length < 100);
    }

    @Test
    void a_later_form_is_refused() {
        assertThrows(IllegalStateException.class, () -> StateCodec.decode(new byte[] {9}));
    }
}
