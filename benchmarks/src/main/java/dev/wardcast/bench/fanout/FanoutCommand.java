package dev.wardcast.bench.fanout;

import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.ProcFs;
import dev.wardcast.bench.subject.Contender;
import dev.wardcast.bench.subject.NchanInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Options, and the order of things. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "One event to thousands of clients: top rate, latency, cost and memory.",
            "Beside us nchan (nginx) and the least that Netty can do. Linux only."
        })
public final class FanoutCommand implements Callable<Integer> {

    private static final int EVENT_SIZE = 200;
    private static final int CONNECTIONS_A_ROOM = 10;

    /** Files of a server that are no connections. */
    private static final int RESERVED_FILES = 300;

    private static final int MOST = 20_000;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            split = ",",
            converter = ScenarioName.class,
            description =
                    "one-room, rooms, latency, scaling, idle or storm; several with commas"
                            + " (default: all).")
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Option(
            names = "--transport",
            split = ",",
            description = "${COMPLETION-CANDIDATES}; several with commas (default: SSE).")
    private List<Transport> transports = List.of(Transport.SSE);

    @Option(names = "--connections", description = "Clients (default: 10000; --quick: 100).")
    private @Nullable Integer connections;

    @Option(
            names = "--rounds",
            description = "Rounds of all servers in turn (default: 3; --quick: 1).")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", description = "Length of a measurement (default: 10; --quick: 1).")
    private @Nullable Integer seconds;

    @Option(
            names = "--window",
            defaultValue = "4",
            description = "Events of a room under way at top rate (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            split = ",",
            converter = ServerName.class,
            description = "nchan, bare-netty or wardcast; several with commas (default: all).")
    private List<Contender> servers = List.of(Contender.values());

    @Option(names = "--without-peers", description = "Wardcast alone.")
    private boolean withoutPeers;

    @Option(names = "--quick", description = "Small and short, to try it out; nothing is written.")
    private boolean quick;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where the report goes (default: docs/benchmarks; --quick: nowhere).")
    private @Nullable Path report;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new ParameterException(spec.commandLine(), "fanout runs on Linux only");
        }
        FanoutSettings settings = settings();
        List<Contender> contenders = contenders();
        say(
                "%d connections, at most %d; servers: %s"
                        .formatted(settings.connections(), settings.most(), contenders));
        FanoutRun run = new FanoutRun(settings, contenders, this::say);
        for (Transport transport : transports) {
            for (Scenario scenario : scenarios) {
                run.run(scenario, transport);
            }
        }
        FanoutReport result = new FanoutReport(settings, contenders, run.results());
        spec.commandLine().getOut().println(result.tables());
        Path directory = report == null && !quick ? docs() : report;
        if (directory != null) {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("fanout.md"), result.markdown());
            Files.writeString(directory.resolve("fanout.svg"), result.svg());
            Files.writeString(directory.resolve("fanout.json"), RawResults.json(run.results()));
            say("written to " + directory);
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Of the checkout that the launcher belongs to, wherever it was called from. */
    private static Path docs() {
        return Path.of(System.getProperty("wardcast.home", "."), "docs", "benchmarks");
    }

    private FanoutSettings settings() {
        int count = given("--connections", connections, quick ? 100 : 10_000, 10);
        int fits = Math.min(MOST, ProcFs.openFilesLimit() - RESERVED_FILES);
        if (count > fits) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--connections: %d (expected: at most %d, the open files of a process less %d)"
                            .formatted(count, fits, RESERVED_FILES));
        }
        return new FanoutSettings(
                count,
                quick ? count : fits,
                count / CONNECTIONS_A_ROOM,
                given("--rounds", rounds, quick ? 1 : 3, 1),
                given("--window", window, 4, 1),
                EVENT_SIZE,
                Duration.ofSeconds(quick ? 1 : 12),
                Duration.ofSeconds(given("--seconds", seconds, quick ? 1 : 10, 1)),
                Duration.ofSeconds(quick ? 1 : 35));
    }

    private int given(String option, @Nullable Integer value, int otherwise, int least) {
        if (value != null && value < least) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s: %d (expected: at least %d)".formatted(option, value, least));
        }
        return value == null ? otherwise : value;
    }

    private List<Contender> contenders() {
        if (withoutPeers) {
            return List.of(Contender.WARDCAST);
        }
        if (!quick && servers.contains(Contender.NCHAN) && Contender.NCHAN.absence().isPresent()) {
            say("installing nginx with nchan");
            NchanInstallation.install();
        }
        List<Contender> present = new ArrayList<>();
        for (Contender contender : servers) {
            contender
                    .absence()
                    .ifPresentOrElse(
                            why -> say("without " + contender.label() + ": " + why),
                            () -> present.add(contender));
        }
        if (present.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "none of the servers is here");
        }
        return present;
    }

    private void say(String line) {
        spec.commandLine().getErr().println("wardcast: " + line);
        spec.commandLine().getErr().flush();
    }

    private static final class ScenarioName implements ITypeConverter<Scenario> {
        @Override
        public Scenario convert(String name) {
            return named(name, Scenario.values(), Scenario::key);
        }
    }

    private static final class ServerName implements ITypeConverter<Contender> {
        @Override
        public Contender convert(String name) {
            return named(name, Contender.values(), Contender::key);
        }
    }

    private static <T> T named(String name, T[] all, Function<T, String> key) {
        return Stream.of(all)
                .filter(one -> key.apply(one).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException(
                                "%s (expected: one of %s)"
                                        .formatted(name, Stream.of(all).map(key).toList())));
    }
}
