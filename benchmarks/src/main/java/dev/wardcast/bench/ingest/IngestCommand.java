package dev.wardcast.bench.ingest;

import dev.wardcast.bench.report.BenchCommand;
import dev.wardcast.bench.report.Report;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Readings that vitals-ingest takes in a second, how long devices wait for their answers, and",
            "what ten times that load does; beside the least that makes readings durable. Linux only."
        })
public final class IngestCommand extends BenchCommand {

    private static final int MOST_READINGS = 1_000;

    @Option(names = "--rounds", description = "Rounds of everything (default: 3; --quick: 1).")
    private @Nullable Integer rounds;

    @Option(
            names = "--readings",
            split = ",",
            description = "Readings in a post, up to 1000 (default: 1,100).")
    private List<Integer> readings = List.of(1, 100);

    @Option(names = "--devices", description = "Devices that post (default: 1000; --quick: 20).")
    private @Nullable Integer devices;

    @Option(
            names = "--connections",
            description = "That they share, except in overload (default: 1000; --quick: 4).")
    private @Nullable Integer connections;

    @Option(
            names = "--rates",
            split = ",",
            description = {
                "Posts a second to measure instead of the highest that is kept up with, its half,",
                "and ten times of it."
            })
    private List<Integer> rates = List.of();

    @Option(
            names = "--duration",
            description = "Seconds of a measurement (default: 20; --quick: 1).")
    private @Nullable Integer duration;

    @Option(
            names = "--warm-up",
            description = "Seconds before the first, for each server (default: 60; --quick: 1).")
    private @Nullable Integer warmUp;

    @Option(names = "--without-overload", description = "Ten times the load is left out.")
    private boolean withoutOverload;

    @Option(names = "--without-bare", description = "The bare server beside it is left out.")
    private boolean withoutBare;

    @Override
    protected Report measure() throws InterruptedException {
        IngestSettings settings = settings();
        IngestRun run = new IngestRun(settings, this::say);
        run.run();
        return new IngestReport(settings, run.results());
    }

    private IngestSettings settings() {
        for (int count : given("--readings", readings, readings, readings)) {
            if (count > MOST_READINGS) {
                throw refusal("--readings: %d (expected: 1 to %d)".formatted(count, MOST_READINGS));
            }
        }
        Duration length = Duration.ofSeconds(given("--duration", duration, 20, 1));
        return new IngestSettings(
                given("--rounds", rounds, 3, 1),
                !withoutBare,
                readings.stream().sorted().toList(),
                given("--devices", devices, 1_000, 20),
                given("--connections", connections, 1_000, 4),
                given("--rates", rates, rates, rates),
                Duration.ofSeconds(given("--warm-up", warmUp, 60, 1)),
                length,
                usually(length.dividedBy(2), length),
                withoutOverload ? Duration.ZERO : length);
    }
}
