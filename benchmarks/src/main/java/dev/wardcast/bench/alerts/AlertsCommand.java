package dev.wardcast.bench.alerts;

import dev.wardcast.bench.report.BenchCommand;
import dev.wardcast.bench.report.Report;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Samples evaluated in a second, and how long an alert takes from a device's post to a",
            "caregiver's stream; beside the least that storing and telling cost here. Linux only."
        })
public final class AlertsCommand extends BenchCommand {

    @Option(names = "--rounds", description = "Rounds of everything (default: 3; --quick: 1).")
    private @Nullable Integer rounds;

    @Option(
            names = "--patients",
            split = ",",
            description = "Numbers of patients (default: 100,1000,10000,50000; --quick: 20).")
    private @Nullable List<Integer> patients;

    @Option(
            names = "--samples",
            description =
                    "Samples in a full queue (default: 500000; --quick: 5000). Of a few the start of"
                            + " the process is a part.")
    private @Nullable Integer samples;

    @Option(
            names = "--rates",
            split = ",",
            description = "Samples a second, rising (default: 100,1000; --quick: 50).")
    private @Nullable List<Integer> rates;

    @Option(names = "--duration", description = "Seconds for each rate (default: 60; --quick: 1).")
    private @Nullable Integer duration;

    @Option(
            names = "--warm-up",
            description =
                    "Seconds before the first rate (default: 300; --quick: 1). The bare chain"
                            + " needs a minute at most.")
    private @Nullable Integer warmUp;

    @Option(
            names = "--alert-each",
            description =
                    "One post in so many opens an alert and the next ends it, while latency is"
                            + " measured (default: 20; 2: every post changes an alert).")
    private int alertEach = 20;

    @Option(names = "--without-evaluation", description = "Latency alone.")
    private boolean withoutEvaluation;

    @Option(names = "--without-latency", description = "Evaluation alone.")
    private boolean withoutLatency;

    @Option(names = "--without-search", description = "The highest rate is not searched for.")
    private boolean withoutSearch;

    @Override
    protected Report measure() throws InterruptedException {
        AlertsSettings settings = settings();
        AlertsRun run = new AlertsRun(settings, this::say);
        run.run();
        return new AlertsReport(settings, run.results());
    }

    private AlertsSettings settings() {
        return new AlertsSettings(
                given("--rounds", rounds, 3, 1),
                withoutEvaluation
                        ? List.of()
                        : given("--patients", patients, DEFAULT_PATIENTS, List.of(20)),
                given("--samples", samples, 500_000, 5_000),
                usually(100_000, 1_000),
                withoutLatency
                        ? List.of()
                        : given("--rates", rates, List.of(100, 1_000), List.of(50)),
                Duration.ofSeconds(given("--duration", duration, 60, 1)),
                Duration.ofSeconds(given("--warm-up", warmUp, 300, 1)),
                usually(1_000, 50),
                atLeastTwo(alertEach),
                usually(!withoutSearch, false));
    }

    private static final List<Integer> DEFAULT_PATIENTS = List.of(100, 1_000, 10_000, 50_000);

    private int atLeastTwo(int value) {
        if (value < 2) {
            throw refusal("--alert-each: %d (expected: at least 2)".formatted(value));
        }
        return value;
    }
}
