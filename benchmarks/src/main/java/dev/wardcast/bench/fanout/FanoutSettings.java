package dev.wardcast.bench.fanout;

import java.time.Duration;

/**
 * How big and how long.
 *
 * @param connections of the scenarios with a fixed number
 * @param most the most that fit into a process
 * @param rooms of the scenario with many
 * @param window events of a room under way in a closed loop
 * @param idle how long connections idle before memory is looked at
 */
record FanoutSettings(
        int connections,
        int most,
        int rooms,
        int rounds,
        int window,
        int eventSize,
        Duration warmUp,
        Duration measured,
        Duration idle) {

    /** In growing order, without repeats. */
    int[] steps() {
        return java.util.stream.IntStream.of(connections / 10, connections / 2, connections, most)
                .filter(step -> step > 0)
                .sorted()
                .distinct()
                .toArray();
    }
}
