package dev.wardcast.bench.waveforms;

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
        name = "waveforms",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long frames of two leads at 360 Hz take from devices to their viewers; beside a bare",
            "relay in the same run. Linux only."
        })
public final class WaveformsCommand implements Callable<Integer> {

    @Option(names = "--rounds", description = "Rounds of everything (default: 3; --quick: 1).")
    private @Nullable Integer rounds;

    @Option(
            names = "--streams",
            split = ",",
            description = "Streams at a time, rising (default: 50,100,200,400; --quick: 10).")
    private @Nullable List<Integer> streams;

    @Option(names = "--duration", description = "Seconds for each (default: 30; --quick: 2).")
    private @Nullable Integer duration;

    @Option(names = "--quick", description = "Small and short, to try it out; nothing is written.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report goes (default: docs/benchmarks/waveforms; --quick: nowhere).")
    private @Nullable Path out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new ParameterException(spec.commandLine(), "waveforms runs on Linux only");
        }
        WaveformsSettings settings = settings();
        WaveformsRun run = new WaveformsRun(settings, this::say);
        run.run();
        WaveformsReport report = new WaveformsReport(settings, run.results());
        spec.commandLine().getOut().println(report.tables());
        spec.commandLine().getOut().flush();
        Path directory = out == null && !quick ? ReportFiles.home("waveforms") : out;
        if (directory != null) {
            report.files().write(directory);
            say("written to " + directory);
        }
        return 0;
    }

    private WaveformsSettings settings() {
        List<Integer> chosen =
                streams == null
                        ? (quick ? List.of(10) : List.of(50, 100, 200, 400))
                        : streams.stream().sorted().toList();
        chosen.forEach(count -> given("--streams", count, count));
        return new WaveformsSettings(
                given("--rounds", rounds, quick ? 1 : 3),
                chosen,
                Duration.ofSeconds(quick ? 1 : 10),
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
