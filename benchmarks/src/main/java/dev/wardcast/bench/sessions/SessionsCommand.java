package dev.wardcast.bench.sessions;

import dev.wardcast.bench.report.BenchCommand;
import dev.wardcast.bench.report.Report;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long a step takes from a worker's report to everybody who watches the session,",
            "beside a bare relay. Linux only."
        })
public final class SessionsCommand extends BenchCommand {

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

    @Override
    protected Report measure() throws InterruptedException {
        SessionsSettings settings = settings();
        SessionsRun run = new SessionsRun(settings, this::say);
        run.run();
        return new SessionsReport(settings, run.results());
    }

    private SessionsSettings settings() {
        try {
            return new SessionsSettings(
                    given("--rounds", rounds, 3, 1),
                    given("--sessions", sessions, 5_000, 20),
                    given("--watchers", watchers, 10_000, 40),
                    given("--rate", rate, 1_000, 50),
                    Duration.ofSeconds(usually(30, 1)),
                    Duration.ofSeconds(given("--duration", duration, 30, 2)));
        } catch (IllegalArgumentException e) {
            throw refusal("--rate, --duration: " + e.getMessage());
        }
    }
}
