package dev.wardcast.bench.fanout;

import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.Spread;
import dev.wardcast.bench.subject.Contender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rounds of one server in one scenario with one number of connections. */
record Summary(
        Scenario scenario,
        Transport transport,
        Contender contender,
        int connections,
        List<Measurement> rounds) {

    /** In the order in which they were measured, servers one after the other. */
    static List<Summary> of(List<Measurement> results) {
        record Key(Scenario scenario, Transport transport, Contender contender, int connections) {}
        Map<Key, List<Measurement>> groups = new LinkedHashMap<>();
        for (Measurement result : results) {
            groups.computeIfAbsent(
                            new Key(
                                    result.scenario(),
                                    result.transport(),
                                    result.contender(),
                                    result.connections()),
                            key -> new ArrayList<>())
                    .add(result);
        }
        List<Summary> summaries = new ArrayList<>();
        groups.forEach((key, rounds) ->
                summaries.add(
                        new Summary(
                                key.scenario(),
                                key.transport(),
                                key.contender(),
                                key.connections(),
                                List.copyOf(rounds))));
        return summaries;
    }

    Spread spread(Metric metric) {
        return Spread.of(
                rounds.stream().map(round -> round.values().getOrDefault(metric, 0.0)).toList());
    }

    double median() {
        return spread(scenario.main()).median();
    }

    /** Our own figures beside these: same scenario, transport and number of connections. */
    Optional<Summary> ours(Collection<Summary> all) {
        return all.stream()
                .filter(other ->
                        other.contender == Contender.WARDCAST
                                && other.scenario == scenario
                                && other.transport == transport
                                && other.connections == connections)
                .findFirst();
    }
}
