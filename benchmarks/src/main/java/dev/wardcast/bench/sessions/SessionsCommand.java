package dev.wardcast.bench.sessions;

import dev.wardcast.bench.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long a step takes from a worker's report to everybody who watches the session,",
            "beside a bare relay. Linux only."
        })
public final class SessionsCommand implements Callable<Integer> {

    @Option(names = "--rounds", description = "Rounds (default: 3; --quick: 1).")
    private @Nullable Integer rounds;

    @Option(names = "--sessions", description = "In progress (default: 5000; --quick: 20).")
    private @Nullable Integer sessions;

    @Option(names = "--watchers", description = "Streams (default: 10000; --quick: 40).")
    private @Nullable Integer watchers;

    @Option(names = "--rate", description = "Reports a second (default: 1000; --quick: 50).")
    private @Nullable Integer rate;

    @Option(names = "--duration", description = "Seconds (default: 30; --quick: 2).")
    private @Nullable Integer duration;

    @Option(names = "--quick", description = "Small and short, to try it out; nothing is written.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report goes (default: docs/benchmarks/sessions; --quick: nowhere).")
    private @Nullable Path out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new ParameterException(spec.commandLine(), "sessions runs on Linux only");
        }
        SessionsSettings settings = settings();
        SessionsRun run = new SessionsRun(settings, this::say);
        run.run();
        SessionsReport report = new SessionsReport(settings, run.results());
        spec.commandLine().getOut().println(report.table());
        spec.commandLine().getOut().flush();
        Path directory = out == null && !quick ? ReportFiles.home("sessions") : out;
        if (directory != null) {
            report.files().write(directory);
            say("written to " + directory);
        }
        return 0;
    }

    private SessionsSettings settings() {
        try {
            return new SessionsSettings(
                    given("--rounds", rounds, quick ? 1 : 3),
                    given("--sessions", sessions, quick ? 20 : 5_000),
                    given("--watchers", watchers, quick ? 40 : 10_000),
                    given("--rate", rate, quick ? 50 : 1_000),
                    Duration.ofSeconds(quick ? 1 : 30),
                    Duration.ofSeconds(given("--duration", duration, quick ? 2 : 30)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--rate, --duration: " + e.getMessage());
        }
    }

    private int given(String option, @Nullable Integer value, int otherwise) {
        if (value != null && value < 1) {
            throw new ParameterException(
                    spec.commandLine(), "%s: %d (expected: at least 1)".formatted(option, value));
        }
        return value == null ? otherwise : value;
    }

    private void say(String line) {
        spec.commandLine().getErr().println("wardcast: " + line);
        spec.commandLine().getErr().flush();
    }
}
