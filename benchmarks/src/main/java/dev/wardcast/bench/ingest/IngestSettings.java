package dev.wardcast.bench.ingest;

import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param bare whether the bare server takes its turn
 * @param sizes readings in a post, one scenario for each
 * @param devices that post, each with a key of its own
 * @param connections that they share while load is measured
 * @param rates posts a second; none: the highest that is kept up with is looked for
 * @param warmUp of each server
 * @param duration of a measurement
 * @param step how long a rate is tried that may be too high
 * @param overload how long ten times the load lasts; zero: it is left out
 */
record IngestSettings(
        int rounds,
        boolean bare,
        List<Integer> sizes,
        int devices,
        int connections,
        List<Integer> rates,
        Duration warmUp,
        Duration duration,
        Duration step,
        Duration overload) {

    IngestSettings {
        sizes = List.copyOf(sizes);
        rates = List.copyOf(rates);
    }
}
