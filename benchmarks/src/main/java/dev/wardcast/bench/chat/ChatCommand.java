package dev.wardcast.bench.chat;

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
        name = "chat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long a message takes from its sender to the streams of all who take part, at fixed",
            "rates; beside a bare relay in the same run. Linux only."
        })
public final class ChatCommand implements Callable<Integer> {

    private static final int QUICK_USERS = 200;
    private static final int USERS = 10_000;

    @Option(names = "--rounds", description = "Rounds of everything (default: 3; --quick: 1).")
    private @Nullable Integer rounds;

    @Option(names = "--users", description = "Users online (default: 10000; --quick: 200).")
    private @Nullable Integer users;

    @Option(
            names = "--rates",
            split = ",",
            description = "Messages a second, rising (default: 200,1000,2000; --quick: 20).")
    private @Nullable List<Integer> rates;

    @Option(names = "--duration", description = "Seconds for each rate (default: 30; --quick: 2).")
    private @Nullable Integer duration;

    @Option(names = "--quick", description = "Small and short, to try it out; nothing is written.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report goes (default: docs/benchmarks/chat; --quick: nowhere).")
    private @Nullable Path out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new ParameterException(spec.commandLine(), "chat runs on Linux only");
        }
        ChatSettings settings = settings();
        ChatRun run = new ChatRun(settings, this::say);
        run.run();
        ChatReport report = new ChatReport(settings, run.circles(), run.results());
        spec.commandLine().getOut().println(report.tables());
        spec.commandLine().getOut().flush();
        Path directory = out == null && !quick ? ReportFiles.home("chat") : out;
        if (directory != null) {
            report.files().write(directory);
            say("written to " + directory);
        }
        return 0;
    }

    private ChatSettings settings() {
        List<Integer> chosen =
                rates == null
                        ? (quick ? List.of(20) : List.of(200, 1_000, 2_000))
                        : rates.stream().sorted().toList();
        chosen.forEach(rate -> given("--rates", rate, rate));
        return new ChatSettings(
                given("--rounds", rounds, quick ? 1 : 3),
                Math.max(2, given("--users", users, quick ? QUICK_USERS : USERS)),
                chosen,
                Duration.ofSeconds(quick ? 2 : 15),
                Duration.ofSeconds(given("--duration", duration, quick ? 2 : 30)));
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
