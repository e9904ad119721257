package dev.wardcast.bench.chat;

import dev.wardcast.bench.report.BenchCommand;
import dev.wardcast.bench.report.Report;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long a message takes from its sender to the streams of all who take part, at fixed",
            "rates; beside a bare relay in the same run. Linux only."
        })
public final class ChatCommand extends BenchCommand {

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

    @Option(
            names = "--warm-up",
            description =
                    "Seconds at each rate before it is measured (default: 60, in which every user"
                            + " has sent something; --quick: 2).")
    private @Nullable Integer warmUp;

    @Override
    protected Report measure() throws InterruptedException {
        ChatSettings settings = settings();
        ChatRun run = new ChatRun(settings, this::say);
        run.run();
        return new ChatReport(settings, run.circles(), run.results());
    }

    private ChatSettings settings() {
        return new ChatSettings(
                given("--rounds", rounds, 3, 1),
                Math.max(2, given("--users", users, USERS, QUICK_USERS)),
                given("--rates", rates, List.of(200, 1_000, 2_000), List.of(20)),
                Duration.ofSeconds(given("--warm-up", warmUp, 60, 2)),
                Duration.ofSeconds(given("--duration", duration, 30, 2)));
    }
}
