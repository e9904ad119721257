package dev.wardcast.bench;

import dev.wardcast.bench.alerts.AlertsCommand;
import dev.wardcast.bench.chat.ChatCommand;
import dev.wardcast.bench.fanout.FanoutCommand;
import dev.wardcast.bench.history.HistoryCommand;
import dev.wardcast.bench.ingest.IngestCommand;
import dev.wardcast.bench.sessions.SessionsCommand;
import dev.wardcast.bench.waveforms.WaveformsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./wardcast bench NAME}. A benchmark is a subcommand. */
@Command(
        name = "wardcast bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            FanoutCommand.class,
            AlertsCommand.class,
            HistoryCommand.class,
            ChatCommand.class,
            SessionsCommand.class,
            WaveformsCommand.class,
            IngestCommand.class
        },
        description = "The benchmarks, with other servers beside us.")
public final class BenchMain implements Runnable {

    /** Only what is no benchmark ends up here. */
    @Parameters(arity = "0..*", hidden = true)
    private String[] names = {};

    @Spec private CommandSpec spec = CommandSpec.create();

    private BenchMain() {}

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /**
     * @return 0, or 2 with a line about why not
     */
    public static int execute(String... arguments) {
        return new CommandLine(new BenchMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("wardcast: " + explain(failure));
                    if (System.getenv("WARDCAST_TRACE") != null) {
                        failure.printStackTrace(command.getErr());
                    }
                    return 2;
                })
                .execute(arguments);
    }

    private static String explain(Throwable failure) {
        StringBuilder story = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            story.append(story.isEmpty() ? "" : ": ")
                    .append(
                            cause.getMessage() == null
                                    ? cause.getClass().getName()
                                    : cause.getMessage());
        }
        return story.toString();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "bench: %s (expected: %s)"
                        .formatted(
                                names.length == 0 ? "nothing" : names[0],
                                String.join(" or ", spec.subcommands().keySet())));
    }
}
