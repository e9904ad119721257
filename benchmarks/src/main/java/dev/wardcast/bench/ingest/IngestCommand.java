package dev.wardcast.bench.ingest;

import dev.wardcast.bench.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Readings that vitals-ingest takes in a second, how long devices wait for their answers, and",
            "what ten times that load does; beside the least that makes readings durable. Linux only."
        })
public final class IngestCommand implements Callable<Integer> {

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
            description = "That they share, except in overload (default: 128; --quick: 4).")
    private @Nullable Integer connections;

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

    @Option(names = "--quick", description = "Small and short, to try it out; nothing is written.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report goes (default: docs/benchmarks/ingest; --quick: nowhere).")
    private @Nullable Path out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new ParameterException(spec.commandLine(), "ingest runs on Linux only");
        }
        IngestSettings settings = settings();
        IngestRun run = new IngestRun(settings, this::say);
        run.run();
        IngestReport report = new IngestReport(settings, run.results());
        spec.commandLine().getOut().println(report.tables());
        spec.commandLine().getOut().flush();
        Path directory = out == null && !quick ? ReportFiles.home("ingest") : out;
        if (directory != null) {
            report.files().write(directory);
            say("written to " + directory);
        }
        return 0;
    }

    private IngestSettings settings() {
        readings.forEach(count -> within("--readings", count, count, MOST_READINGS));
        Duration length = Duration.ofSeconds(given("--duration", duration, quick ? 1 : 20));
        return new IngestSettings(
                given("--rounds", rounds, quick ? 1 : 3),
                !withoutBare,
                readings.stream().sorted().toList(),
                given("--devices", devices, quick ? 20 : 1_000),
                given("--connections", connections, quick ? 4 : 128),
                Duration.ofSeconds(given("--warm-up", warmUp, quick ? 1 : 60)),
                length,
                quick ? length : length.dividedBy(2),
                withoutOverload ? Duration.ZERO : length);
    }

    private int given(String option, @Nullable Integer value, int otherwise) {
        return within(option, value, otherwise, Integer.MAX_VALUE);
    }

    private int within(String option, @Nullable Integer value, int otherwise, int most) {
        if (value == null) {
            return otherwise;
        }
        if (value < 1 || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s: %d (expected: %s)"
                            .formatted(
                                    option,
                                    value,
                                    most == Integer.MAX_VALUE ? "at least 1" : "1 to " + most));
        }
        return value;
    }

    private void say(String line) {
        spec.commandLine().getErr().println("wardcast: " + line);
        spec.commandLine().getErr().flush();
    }
}
