package dev.wardcast.vitals.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryQueryTest {

    @Test
    void without_parameters_it_is_the_newest_hundred_of_all() {
        assertEquals(
                new HistoryQuery(
                        "p",
                        Set.of(),
                        HistoryQuery.EARLIEST,
                        HistoryCursor.before(HistoryQuery.LATEST),
                        100),
                HistoryQuery.of("p", null, null, null, null, null));
    }

    @Test
    void the_end_is_exclusive_and_the_beginning_is_not() {
        HistoryQuery query =
                HistoryQuery.of(
                        "p", "spo2", "2025-12-29T00:00:00Z", "2025-12-30T00:00:00Z", 5, null);
        assertEquals(Set.of(VitalType.SPO2), query.types());
        assertEquals(Instant.parse("2025-12-29T00:00:00Z"), query.from());
        assertEquals(HistoryCursor.before(Instant.parse("2025-12-30T00:00:00Z")), query.before());
    }

    @Test
    void a_cursor_says_where_the_page_ended() {
        HistoryCursor place =
                new HistoryCursor(Instant.parse("2025-12-29T23:29:58.123456Z"), 1767051000000L, 3);
        HistoryQuery query = HistoryQuery.of("p", null, null, null, null, place.encode());
        assertEquals(place, query.before());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "pulse, -, -, -, -, type",
                "'', -, -, -, -, type",
                "-, yesterday, -, -, -, from",
                "-, +999999999-12-31T23:59:59Z, -, -, -, from",
                "-, -, 2025-12-29, -, -, to",
                "-, -, -, 0, -, limit",
                "-, -, -, -1, -, limit",
                "-, -, -, 1001, -, limit",
                "-, -, -, -, '', cursor",
                "-, -, -, -, !!, cursor",
                "-, -, -, -, MS4yLjM0LjU, cursor",
                "-, -, -, -, OTIyMzM3MjAzNjg1NDc3NTgwNy4xLjE, cursor",
                "-, -, -, -, LTkyMjMzNzIwMzY4NTQ3NzU4MDguMS4x, cursor",
            })
    void a_bad_parameter_is_named(
            String type, String from, String to, Integer limit, String cursor, String named) {
        ProblemException refusal =
                assertThrows(
                        ProblemException.class,
                        () -> HistoryQuery.of("p", type, from, to, limit, cursor));
        assertEquals(HttpStatus.BAD_REQUEST, refusal.status());
        assertTrue(refusal.getMessage().startsWith(named + " (expected: "), refusal.getMessage());
    }
}
