package dev.wardcast.bench.waveforms;

import dev.wardcast.bench.report.BenchCommand;
import dev.wardcast.bench.report.Report;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options. */
@Command(
        name = "waveforms",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long frames of two leads at 360 Hz take from devices to their viewers; beside a bare",
            "relay in the same run. Linux only."
        })
public final class WaveformsCommand extends BenchCommand {

    @Option(names = "--rounds", description = "Rounds of everything (default: 3; --quick: 1).")
    private @Nullable Integer rounds;

    @Option(
            names = "--streams",
            split = ",",
            description = "Streams at a time, rising (default: 50,100,200,400; --quick: 10).")
    private @Nullable List<Integer> streams;

    @Option(names = "--duration", description = "Seconds for each (default: 30; --quick: 2).")
    private @Nullable Integer duration;

    @Override
    protected Report measure() throws InterruptedException {
        WaveformsSettings settings = settings();
        WaveformsRun run = new WaveformsRun(settings, this::say);
        run.run();
        return new WaveformsReport(settings, run.results());
    }

    private WaveformsSettings settings() {
        return new WaveformsSettings(
                given("--rounds", rounds, 3, 1),
                given("--streams", streams, List.of(50, 100, 200, 400), List.of(10)),
                Duration.ofSeconds(usually(10, 1)),
                Duration.ofSeconds(given("--duration", duration, 30, 2)));
    }
}
