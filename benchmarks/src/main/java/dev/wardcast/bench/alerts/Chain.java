package dev.wardcast.bench.alerts;

import java.time.Duration;
import java.util.Map;

/** A way from a sender to a receiver, whose latency is measured. */
interface Chain extends AutoCloseable {

    /**
     * Sends at a fixed rate and waits until everything has arrived.
     *
     * @throws IllegalStateException if something is lost or comes twice
     */
    Run run(double rate, Duration duration) throws InterruptedException;

    /**
     * What came of it.
     *
     * @param refused how many were not taken
     */
    record Run(Map<String, Double> figures, int refused) {

        /** Whoever can't keep up has a backlog that grows, and soon everything is late. */
        boolean keptUp() {
            return refused == 0 && figures.getOrDefault("p99 ms", Double.MAX_VALUE) <= LATEST_MS;
        }
    }

    /** An alert's p99 beyond which a rate does not count as sustained. */
    double LATEST_MS = 250;

    @Override
    void close();
}
