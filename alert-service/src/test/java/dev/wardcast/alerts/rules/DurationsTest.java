package dev.wardcast.alerts.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "90s, 90, 90s",
        "PT1M30S, 90, 90s",
        "5m, 300, 5m",
        "PT5M, 300, 5m",
        "PT300S, 300, 5m",
        "1h, 3600, 1h",
        "65m, 3900, 65m",
        "P1D, 86400, 1d",
        "PT24H, 86400, 1d",
        "0s, 0, 0s",
        "PT0S, 0, 0s"
    })
    void both_forms_are_read_and_the_writtenone_is_written(
            String text, long seconds, String written) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), Durations.read(text));
        assertEquals(written, Durations.write(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "5",
                "m",
                "-5m",
                "5 m",
                "1.5h",
                "9999999999s",
                "P",
                "PT",
                "-PT5M",
                "PT-5M",
                "PT1.5S",
                "pt5m",
                "PT99999999999999999999H"
            })
    void what_is_neither_is_none(String text) {
        assertEquals(Optional.empty(), Durations.read(text));
    }
}
