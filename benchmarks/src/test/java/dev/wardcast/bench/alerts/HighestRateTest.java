package dev.wardcast.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HighestRateTest {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration WHOLE = Duration.ofSeconds(2);

    /** Keeps up to a rate in a step, and to another in a whole measurement. */
    private record Limited(double step, double whole) implements Chain {
        @Override
        public Run run(double rate, Duration duration) {
            double limit = duration.equals(STEP) ? step : whole;
            return new Run(Map.of("p99 ms", rate <= limit ? 10.0 : 10_000.0), 0);
        }

        @Override
        public void close() {}
    }

    private static HighestRate.Found search(Chain chain, List<Double> tried) throws Exception {
        return new HighestRate(chain, STEP, WHOLE, tried::add).search(1_000);
    }

    @Test
    void comes_within_a_sixteenth_of_what_is_possible() throws Exception {
        HighestRate.Found found = search(new Limited(2_900, 2_900), new ArrayList<>());
        assertTrue(found.rate() <= 2_900, "rate " + found.rate());
        assertTrue(found.rate() >= 2_900 * 15 / 16.0, "rate " + found.rate());
        assertTrue(found.run().keptUp());
    }

    @Test
    void a_rate_that_holds_only_for_a_while_is_not_the_highest() throws Exception {
        List<Double> tried = new ArrayList<>();
        HighestRate.Found found = search(new Limited(2_900, 2_000), tried);
        assertTrue(found.rate() <= 2_000, "rate " + found.rate());
        assertEquals(found.rate(), tried.getLast());
    }

    @Test
    void whoever_refuses_does_not_keep_up_however_fast_the_rest_is() {
        assertFalse(new Chain.Run(Map.of("p99 ms", 1.0), 1).keptUp());
        assertTrue(new Chain.Run(Map.of("p99 ms", 1.0), 0).keptUp());
    }
}
