package dev.wardcast.bench.alerts;

import dev.wardcast.bench.report.Measured;
import dev.wardcast.bench.report.Numbers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All measurements, round by round; in each round everybody takes their turn. */
final class AlertsRun {

    static final String EVALUATION = "Samples evaluated";
    static final String LATENCY = "From post to stream";
    static final String WARDCAST = "Wardcast";
    static final String BARE = "bare";
    static final String HIGHEST = "highest rate kept up with";
    static final String RATE = "rate/s";

    /** Of a single thread. */
    private static final Duration MOST_OF_BARE = Duration.ofMinutes(1);

    private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);

    private final AlertsSettings settings;
    private final Consumer<String> progress;
    private final List<Measured> results = new ArrayList<>();

    AlertsRun(AlertsSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    List<Measured> results() {
        return List.copyOf(results);
    }

    void run() throws InterruptedException {
        Evaluation evaluation = new Evaluation(settings);
        for (int round = 1; round <= settings.rounds(); round++) {
            for (int patients : settings.patients()) {
                String load = "%,d patients".formatted(patients);
                add(EVALUATION, BARE, load, round, evaluation.ofBareStore(patients));
                add(EVALUATION, WARDCAST, load, round, evaluation.ofWardcast(patients));
            }
            if (!settings.rates().isEmpty()) {
                try (Chain bare = new BareChain(settings.alertEach())) {
                    warmUp(bare, shorter(settings.warmUp(), MOST_OF_BARE));
                    latency(BARE, bare, round);
                }
                try (Chain whole = new PostToStream(settings.beds(), settings.alertEach())) {
                    warmUp(whole, settings.warmUp());
                    latency(WARDCAST, whole, round);
                }
            }
        }
    }

    private void latency(String subject, Chain chain, int round) throws InterruptedException {
        for (int rate : settings.rates()) {
            Chain.Run run = chain.run(rate, settings.duration());
            String load = "%,d samples/s".formatted(rate);
            add(LATENCY, subject, load, round, with(RATE, (double) rate, run.figures()));
        }
        // The highest rate of a chain that does less is another question.
        if (settings.sustainable() && subject.equals(WARDCAST)) {
            HighestRate.Found found =
                    new HighestRate(
                                    chain,
                                    longer(settings.duration().dividedBy(2), SHORTEST_STEP),
                                    settings.duration(),
                                    rate -> progress.accept("trying %,.0f/s".formatted(rate)))
                            .search(settings.rates().getLast());
            add(LATENCY, subject, HIGHEST, round, with(RATE, found.rate(), found.run().figures()));
        }
    }

    /** Half of the time at a rate that compiles everything, then at the first that is measured. */
    private void warmUp(Chain chain, Duration time) throws InterruptedException {
        Duration half = time.dividedBy(2);
        chain.run(settings.rates().getLast(), half);
        chain.run(settings.rates().getFirst(), half);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Map<String, Double> with(
            String name, double value, Map<String, Double> figures) {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put(name, value);
        all.putAll(figures);
        return all;
    }

    private void add(
            String question, String subject, String load, int round, Map<String, Double> figures) {
        results.add(new Measured(question, subject, load, round, figures));
        StringBuilder line =
                new StringBuilder(
                        "%s, %s, %s, round %d:".formatted(question, subject, load, round));
        figures.forEach((name, value) ->
                line.append("  ").append(name).append(' ').append(Numbers.of(value)));
        progress.accept(line.toString());
    }
}
