package dev.wardcast.bench.ingest;

import dev.wardcast.bench.load.HttpPosts;
import dev.wardcast.bench.report.Measured;
import dev.wardcast.bench.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All measurements, round by round; in each round everybody takes their turn. */
final class IngestRun {

    static final String MOST = "As fast as answers come";
    static final String SUSTAINED = "The highest rate kept up with";
    static final String HALF = "At half of that rate";
    static final String OVERLOAD = "Ten times the load";
    static final String WARDCAST = "Wardcast";
    static final String BARE = "bare";
    static final String READINGS = "readings/s";
    static final String CPU = "CPU µs/reading";
    static final String BEHIND = "history behind s";

    /** An answer's p99 beyond which a rate does not count as kept up with. */
    static final double LATEST_MS = 100;

    private static final double STEP_DOWN = 0.85;

    /** Readings, fewer than vitals-ingest lets be under way: more would be refused at any speed. */
    static final int MOST_UNDER_WAY = 3_200;

    /** Posts a second; a machine that can't do that is told as it is. */
    private static final double SLOWEST = 1;

    private final IngestSettings settings;
    private final Consumer<String> progress;
    private final List<Measured> results = new ArrayList<>();

    IngestRun(IngestSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    List<Measured> results() {
        return List.copyOf(results);
    }

    void run() throws InterruptedException {
        for (int round = 1; round <= settings.rounds(); round++) {
            for (int size : settings.sizes()) {
                if (settings.bare()) {
                    try (Intake bare = new BareIntake(size)) {
                        measure(BARE, bare, size, round);
                    }
                }
                try (WardcastIntake ours = new WardcastIntake(2 * settings.devices())) {
                    Sustained sustained = measure(WARDCAST, ours, size, round);
                    ours.checkHistory(sustained.devices());
                    if (!settings.overload().isZero() && settings.rates().isEmpty()) {
                        Map<String, Double> figures =
                                new Overload(settings, ours)
                                        .run(size, sustained.rate(), sustained.devices());
                        add(OVERLOAD, WARDCAST, size, round, figures);
                    }
                }
            }
        }
    }

    /**
     * @param rate posts a second that are kept up with
     */
    private record Sustained(double rate, List<Device> devices) {}

    private Sustained measure(String subject, Intake intake, int size, int round)
            throws InterruptedException {
        int connections = Math.clamp(MOST_UNDER_WAY / size, 1, settings.connections());
        try (HttpPosts posts = new HttpPosts(intake.port(), connections)) {
            Fleet fleet = new Fleet(0, settings.devices(), size, posts, connections);
            Trial trial = new Trial(intake, fleet);
            trial.run(() -> fleet.closedLoop(settings.warmUp()));

            Trial.Result most = trial.run(() -> fleet.closedLoop(settings.duration()));
            add(MOST, subject, size, round, most.figures());

            for (int each : settings.rates()) {
                add(at(each), subject, size, round, timed(trial, fleet, each).figures());
            }
            double rate = most.acceptedPerSecond();
            if (!settings.rates().isEmpty()) {
                return new Sustained(rate, fleet.devices());
            }
            Trial.Result kept;
            do {
                rate *= STEP_DOWN;
                double tried = rate;
                progress.accept("trying %,.0f posts/s".formatted(tried));
                kept = trial.run(() -> fleet.openLoop(tried, settings.step()));
            } while (!kept.keptUp(LATEST_MS) && rate > SLOWEST);
            add(SUSTAINED, subject, size, round, kept.figures());

            add(HALF, subject, size, round, timed(trial, fleet, rate / 2).figures());
            return new Sustained(rate, fleet.devices());
        }
    }

    /** The same rate before it, for the JVM compiles other code for it than for full speed. */
    private Trial.Result timed(Trial trial, Fleet fleet, double rate) throws InterruptedException {
        trial.run(() -> fleet.openLoop(rate, settings.step()));
        return trial.run(() -> fleet.openLoop(rate, settings.duration()));
    }

    static String at(int postsPerSecond) {
        return "At %,d posts/s".formatted(postsPerSecond);
    }

    static String load(int size) {
        return size == 1 ? "single posts" : "arrays of " + size;
    }

    private void add(
            String question, String subject, int size, int round, Map<String, Double> figures) {
        results.add(new Measured(question, subject, load(size), round, figures));
        StringBuilder line =
                new StringBuilder(
                        "%s, %s, %s, round %d:".formatted(question, subject, load(size), round));
        figures.forEach((name, value) ->
                line.append("  ").append(name).append(' ').append(Numbers.of(value)));
        progress.accept(line.toString());
    }
}
