package dev.wardcast.bench.alerts;

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
        name = "alerts",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Samples evaluated in a second, and how long an alert takes from a device's post to a",
            "caregiver's stream; beside the least that storing and telling cost here. Linux only."
        })
public final class AlertsCommand implements Callable<Integer> {

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

    @Option(names = "--quick", description = "Small and short, to try it out; nothing is written.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report goes (default: docs/benchmarks/alerts; --quick: nowhere).")
    private @Nullable Path out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new ParameterException(spec.commandLine(), "alerts runs on Linux only");
        }
        AlertsSettings settings = settings();
        AlertsRun run = new AlertsRun(settings, this::say);
        run.run();
        AlertsReport report = new AlertsReport(settings, run.results());
        spec.commandLine().getOut().println(report.tables());
        spec.commandLine().getOut().flush();
        Path directory = out == null && !quick ? ReportFiles.home("alerts") : out;
        if (directory != null) {
            report.files().write(directory);
            say("written to " + directory);
        }
        return 0;
    }

    private AlertsSettings settings() {
        return new AlertsSettings(
                given("--rounds", rounds, quick ? 1 : 3),
                withoutEvaluation
                        ? List.of()
                        : given("--patients", patients, quick ? List.of(20) : DEFAULT_PATIENTS),
                given("--samples", samples, quick ? 5_000 : 500_000),
                quick ? 1_000 : 100_000,
                withoutLatency
                        ? List.of()
                        : given("--rates", rates, quick ? List.of(50) : List.of(100, 1_000)),
                Duration.ofSeconds(given("--duration", duration, quick ? 1 : 60)),
                Duration.ofSeconds(quick ? 1 : 60),
                quick ? 50 : 1_000,
                atLeastTwo(alertEach),
                !quick && !withoutSearch);
    }

    private static final List<Integer> DEFAULT_PATIENTS = List.of(100, 1_000, 10_000, 50_000);

    private List<Integer> given(
            String option, @Nullable List<Integer> values, List<Integer> otherwise) {
        if (values == null) {
            return otherwise;
        }
        values.forEach(value -> given(option, value, value));
        return values.stream().sorted().toList();
    }

    private int given(String option, @Nullable Integer value, int otherwise) {
        if (value != null && value < 1) {
            throw new ParameterException(
                    spec.commandLine(), "%s: %d (expected: at least 1)".formatted(option, value));
        }
        return value == null ? otherwise : value;
    }

    private int atLeastTwo(int value) {
        if (value < 2) {
            throw new ParameterException(
                    spec.commandLine(), "--alert-each: %d (expected: at least 2)".formatted(value));
        }
        return value;
    }

    private void say(String line) {
        spec.commandLine().getErr().println("wardcast: " + line);
        spec.commandLine().getErr().flush();
    }
}
