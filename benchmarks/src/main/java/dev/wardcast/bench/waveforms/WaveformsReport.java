package dev.wardcast.bench.waveforms;

import dev.wardcast.bench.report.BarPlot;
import dev.wardcast.bench.report.Measured;
import dev.wardcast.bench.report.Medians;
import dev.wardcast.bench.report.Numbers;
import dev.wardcast.bench.report.ProcFs;
import dev.wardcast.bench.report.Report;
import dev.wardcast.bench.report.ReportFiles;
import dev.wardcast.bench.report.Spread;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.LaunchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results for people. */
final class WaveformsReport implements Report {

    private static final String P99 = "p99 ms";

    private final WaveformsSettings settings;
    private final List<Measured> results;
    private final List<Medians> medians;

    WaveformsReport(WaveformsSettings settings, List<Measured> results) {
        this.settings = settings;
        this.results = results;
        this.medians = Medians.of(results);
    }

    @Override
    public ReportFiles files() {
        return new ReportFiles("waveforms", markdown(), svg(), results);
    }

    @Override
    public String tables() {
        List<String> ratios = new ArrayList<>();
        for (Medians row : medians) {
            if (row.subject().equals(WaveformsRun.WARDCAST)) {
                ratio(row).ifPresent(ratio -> ratios.add(row.load() + " " + ratio));
            }
        }
        return Medians.table(medians)
                + "\nWardcast ÷ bare relay, "
                + P99
                + ": "
                + String.join("; ", ratios)
                + ".\n";
    }

    private Optional<String> ratio(Medians ours) {
        return medians.stream()
                .filter(row -> row.subject().equals(WaveformsRun.BARE))
                .filter(row -> row.load().equals(ours.load()))
                .findFirst()
                .flatMap(bare -> bare.spread(P99))
                .flatMap(bare ->
                        ours.spread(P99)
                                .map(spread -> Numbers.of(spread.median() / bare.median())));
    }

    private String markdown() {
        return """
        # Waveforms

        Written by `./wardcast bench waveforms`; the single measurements are in [waveforms.json](waveforms.json).

        ![Medians](waveforms.svg)

        %s; JVM %s. %s, all on this machine, and so is the load. Services are processes of their own with their default
        settings and the options `%s`.

        ## Method

        - Each device sends a frame of two leads at %d Hz every %d ms over a WebSocket of its own, whatever comes of it;
          the devices take turns. For each there is one viewer, who must get every frame once and in order, and no device
          may be told that a frame was lost. Otherwise there is no result.
        - Time counts from the moment at which a frame was due to the moment at which its viewer read it. %d s for each
          number of streams, %d s to warm up.
        - **Wardcast**: one vitals-ingest and one gateway, keys and tokens checked, every field of a frame read, ten
          seconds kept in Redis.
        - **Bare relay**: Netty's WebSocket in one process, which writes what it reads to the other connection and checks
          and keeps nothing.
        - %d rounds; figures are medians, with the least and the most in parentheses. CPU times are the kernel's.

        %s\
        """
                .formatted(
                        ProcFs.machine(),
                        Runtime.version(),
                        DataServers.description(),
                        String.join(" ", LaunchOptions.ofService()),
                        WaveformsSettings.RATE,
                        1_000 / WaveformsSettings.FRAMES_PER_SECOND,
                        settings.measured().toSeconds(),
                        settings.warmUp().toSeconds(),
                        settings.rounds(),
                        tables());
    }

    private String svg() {
        BarPlot plot = new BarPlot();
        for (String figure : List.of("p50 ms", P99)) {
            List<BarPlot.Bar> bars = new ArrayList<>();
            for (Medians row : medians) {
                Spread spread = row.spread(figure).orElse(new Spread(0, 0, 0));
                boolean ours = row.subject().equals(WaveformsRun.WARDCAST);
                bars.add(new BarPlot.Bar(row.subject() + ", " + row.load(), spread, ours));
            }
            plot.panel(WaveformsRun.QUESTION + " (" + figure + ")", bars);
        }
        return plot.toSvg();
    }
}
