package dev.wardcast.vitals.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-12-29T23:30:00Z",
                "2025-12-29T23:30:00.5Z",
                "2024-02-29T00:00:00.000000001Z",
                "2025-12-29T23:30:00.123456Z",
                "2025-12-29T23:30:00+01:00",
                "2025-12-29T23:30:00-05:30",
                "2025-12-31T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "+12025-12-29T23:30:00Z",
                "-0001-12-29T23:30:00Z",
                "2025-12-29t23:30:00z",
                "2025-12-29T23:30:00.Z",
            })
    void a_time_is_what_the_library_takes_it_for(String text) {
        assertEquals(Instant.parse(text), Timestamps.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "yesterday",
                "2025-12-29",
                "2025-12-29T23:30:00",
                "2025-13-29T23:30:00Z",
                "2025-02-29T23:30:00Z",
                "2025-12-00T23:30:00Z",
                "2025-12-29T25:30:00Z",
                "2025-12-29T23:60:00Z",
                "2025-12-29T23:30:61Z",
                "2025-12-29T23:30:00.1234567890Z",
                "2025-12-29T23:30:00,5Z",
                "2025-12-29T23:30:00.-5Z",
                "2025-12-29T23:30:0٣Z",
                "2025/12/29T23:30:00Z",
            })
    void what_is_no_time_is_refused(String text) {
        assertThrows(DateTimeException.class, () -> Instant.parse(text), "the library");
        assertThrows(DateTimeException.class, () -> Timestamps.parse(text));
    }

    @Test
    void a_hundred_thousand_times_of_two_thousand_years_are_read_as_they_were_written() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            Instant time =
                    Instant.ofEpochSecond(
                            random.nextLong(-30_000_000_000L, 60_000_000_000L),
                            random.nextInt(1_000_000_000));
            assertEquals(time, Timestamps.parse(time.toString()));
        }
    }
}
