package dev.wardcast.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MediansTest {

    @Test
    void rounds_of_the_same_become_one_row_and_what_one_has_not_is_a_dash() {
        List<Medians> rows =
                Medians.of(
                        List.of(
                                new Measured("q", "ours", "low", 1, Map.of("p99 ms", 3.0)),
                                new Measured("q", "bare", "low", 1, Map.of("cores", 1.0)),
                                new Measured("q", "ours", "low", 2, Map.of("p99 ms", 5.0)),
                                new Measured("q", "ours", "low", 3, Map.of("p99 ms", 4.0))));
        assertEquals(2, rows.size());
        assertEquals(Optional.of(new Spread(3, 4, 5)), rows.getFirst().spread("p99 ms"));
        assertEquals(Optional.empty(), rows.getLast().spread("p99 ms"));
        String table = Medians.table(rows);
        assertTrue(table.contains("4.00 (3.00–5.00)"), table);
        assertTrue(table.contains("–"), table);
    }
}
