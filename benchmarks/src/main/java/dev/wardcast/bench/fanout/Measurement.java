package dev.wardcast.bench.fanout;

import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.subject.Contender;
import java.util.Map;

/** What one run of one server in one scenario gave. */
record Measurement(
        Scenario scenario,
        Transport transport,
        Contender contender,
        int round,
        int connections,
        int rooms,
        Map<Metric, Double> values) {}
