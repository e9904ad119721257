package dev.wardcast.notifications.appointments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In Berlin clocks went forward on 2026-03-29 at 02:00 and go back on 2026-10-25 at 03:00. */
class ScheduleTest {

    private static Schedule berlin(String local) {
        return new Schedule(
                LocalDateTime.parse(local),
                ZoneId.of("Europe/Berlin"),
                Duration.ofHours(1),
                List.of());
    }

    private static Instant due(String local, String before) {
        return berlin(local).due(Before.parse(before).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        // Nine o'clock the day before is 23 hours before, and 24 hours before is eight o'clock.
        "2026-03-29T09:00, P1D,    2026-03-28T08:00:00Z",
        "2026-03-29T09:00, PT24H,  2026-03-28T07:00:00Z",
        // Back again: 25 hours.
        "2026-10-25T09:00, P1D,    2026-10-24T07:00:00Z",
        "2026-10-25T09:00, PT24H,  2026-10-24T08:00:00Z",
        "2026-10-25T09:00, P1DT2H, 2026-10-24T05:00:00Z",
        // Half past two the day before is left out that night, so it is an hour later.
        "2026-03-30T02:30, P1D,    2026-03-29T01:30:00Z",
        "2026-07-01T09:00, PT1H,   2026-07-01T06:00:00Z",
        "2026-12-01T09:00, P1W,    2026-11-24T08:00:00Z",
        "2026-12-01T09:00, PT0M,   2026-12-01T08:00:00Z",
        "2026-12-01T09:00, P0D,    2026-12-01T08:00:00Z"
    })
    void a_reminder_is_due_by_the_clock_on_the_wall(String local, String before, Instant expected) {
        assertEquals(expected, due(local, before));
    }

    @Test
    void a_time_that_clocks_leave_out_does_not_exist_and_of_two_the_first_counts() {
        assertFalse(berlin("2026-03-29T02:30").exists());
        assertTrue(berlin("2026-03-29T03:00").exists());
        Schedule twice = berlin("2026-10-25T02:30");
        assertTrue(twice.exists());
        assertEquals(Instant.parse("2026-10-25T00:30:00Z"), twice.startsAt());
        assertEquals(Instant.parse("2026-10-25T01:30:00Z"), twice.endsAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "P",
                "PT",
                "P1DT",
                "1H",
                "PT1S",
                "P1Y",
                "P1M",
                "-PT1H",
                "PT-1H",
                "P367D",
                "PT9999H",
                "P99999999999D",
                "pt1h",
                "P1D "
            })
    void anything_else_is_no_time_before(String text) {
        assertEquals(Optional.empty(), Before.parse(text));
    }
}
