package dev.wardcast.bench.fanout;

import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.Numbers;
import dev.wardcast.bench.report.Spread;
import dev.wardcast.bench.subject.Contender;
import dev.wardcast.bench.subject.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs scenarios: rounds one after the other, and in each round all servers in turn. */
final class FanoutRun {

    private final FanoutSettings settings;
    private final List<Contender> contenders;
    private final Consumer<String> progress;
    private final List<Measurement> results = new ArrayList<>();

    FanoutRun(FanoutSettings settings, List<Contender> contenders, Consumer<String> progress) {
        this.settings = settings;
        this.contenders = contenders;
        this.progress = progress;
    }

    List<Measurement> results() {
        return List.copyOf(results);
    }

    void run(Scenario scenario, Transport transport) throws InterruptedException {
        if (scenario == Scenario.LATENCY && reference(transport).isEmpty()) {
            // The rate is a share of what this one can do, so that has to be known.
            topRate(Scenario.ONE_ROOM, transport, referee(), 1, 1);
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contender contender : contenders) {
                if (!scenario.suits(transport, contender)) {
                    continue;
                }
                switch (scenario) {
                    case ONE_ROOM -> topRate(scenario, transport, contender, round, 1);
                    case ROOMS -> topRate(scenario, transport, contender, round, settings.rooms());
                    case LATENCY -> latency(transport, contender, round);
                    case SCALING -> scaling(transport, contender, round);
                    case IDLE -> idle(transport, contender, round);
                    case STORM -> storm(transport, contender, round);
                }
            }
        }
    }

    private void topRate(
            Scenario scenario, Transport transport, Contender contender, int round, int rooms)
            throws InterruptedException {
        int connections = settings.connections();
        try (Trial trial = begin(transport, contender, connections, rooms)) {
            trial.connect(connections);
            add(scenario, transport, contender, round, connections, rooms, trial.topRate());
        }
    }

    private void latency(Transport transport, Contender contender, int round)
            throws InterruptedException {
        int connections = settings.connections();
        double rate = Spread.of(reference(transport)).median() / 2;
        try (Trial trial = begin(transport, contender, connections, 1)) {
            trial.connect(connections);
            add(
                    Scenario.LATENCY,
                    transport,
                    contender,
                    round,
                    connections,
                    1,
                    trial.latency(rate, 1));
        }
    }

    private void scaling(Transport transport, Contender contender, int round)
            throws InterruptedException {
        int[] steps = settings.steps();
        try (Trial trial = begin(transport, contender, steps[steps.length - 1], 1)) {
            for (int connections : steps) {
                trial.connect(connections);
                add(Scenario.SCALING, transport, contender, round, connections, 1, trial.topRate());
            }
        }
    }

    private void idle(Transport transport, Contender contender, int round)
            throws InterruptedException {
        int[] steps = settings.steps();
        int first = steps[0];
        int last = steps[steps.length - 1];
        try (Trial trial = begin(transport, contender, last, 1)) {
            trial.connect(first);
            // What starts with the first connections is not the cost of the others.
            Thread.sleep(settings.idle());
            Trial.Memory before = trial.memory();
            trial.connect(last);
            long frames = trial.otherFrames();
            Thread.sleep(settings.idle());
            Trial.Memory after = trial.memory();
            trial.requireSound();
            Map<Metric, Double> values = new EnumMap<>(Metric.class);
            double more = Math.max(1, last - first) * 1024.0;
            values.put(Metric.MEMORY_PER_CONNECTION, (after.resident() - before.resident()) / more);
            values.put(Metric.HEAP_PER_CONNECTION, (after.live() - before.live()) / more);
            values.put(Metric.RESIDENT_AT_FIRST, before.resident() / 1048576.0);
            values.put(Metric.RESIDENT_AT_LAST, after.resident() / 1048576.0);
            values.put(Metric.KEEP_ALIVES, (trial.otherFrames() - frames) / (double) last);
            add(Scenario.IDLE, transport, contender, round, last, 1, values);
        }
    }

    private void storm(Transport transport, Contender contender, int round)
            throws InterruptedException {
        int connections = settings.connections();
        try (Trial trial = begin(transport, contender, connections, 1)) {
            Map<Metric, Double> values = trial.storm(connections);
            add(Scenario.STORM, transport, contender, round, connections, 1, values);
        }
    }

    private Trial begin(Transport transport, Contender contender, int connections, int rooms) {
        return new Trial(settings, contender, new Setting(transport, connections, rooms));
    }

    /** Whose top rate sets the rate at which latency is measured. */
    private Contender referee() {
        return contenders.contains(Contender.NCHAN) ? Contender.NCHAN : contenders.getLast();
    }

    private List<Double> reference(Transport transport) {
        return results.stream()
                .filter(result ->
                        result.scenario() == Scenario.ONE_ROOM
                                && result.transport() == transport
                                && result.contender() == referee())
                .map(result -> result.values().getOrDefault(Metric.DELIVERIES_PER_SECOND, 0.0))
                .toList();
    }

    private void add(
            Scenario scenario,
            Transport transport,
            Contender contender,
            int round,
            int connections,
            int rooms,
            Map<Metric, Double> values) {
        results.add(
                new Measurement(scenario, transport, contender, round, connections, rooms, values));
        StringBuilder line =
                new StringBuilder(
                        "%s %s, round %d, %s, %,d connections:"
                                .formatted(
                                        scenario.key(),
                                        transport,
                                        round,
                                        contender.label(),
                                        connections));
        for (Metric metric : scenario.metrics) {
            line.append("  ")
                    .append(metric.label)
                    .append(' ')
                    .append(Numbers.of(values.getOrDefault(metric, 0.0)));
        }
        progress.accept(line.toString());
    }
}
