package dev.wardcast.bench.ingest;

import static java.util.stream.Collectors.joining;

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
final class IngestReport implements Report {

    private static final String P99 = "p99 ms";

    private final IngestSettings settings;
    private final List<Measured> results;
    private final List<Medians> medians;

    IngestReport(IngestSettings settings, List<Measured> results) {
        this.settings = settings;
        this.results = results;
        this.medians = Medians.of(results);
    }

    @Override
    public ReportFiles files() {
        return new ReportFiles("ingest", markdown(), svg(), results);
    }

    @Override
    public String tables() {
        String given =
                settings.rates().stream()
                        .map(rate -> section(IngestRun.at(rate), P99))
                        .collect(joining());
        return section(IngestRun.MOST, IngestRun.READINGS)
                + given
                + section(IngestRun.SUSTAINED, IngestRun.READINGS)
                + section(IngestRun.HALF, P99)
                + section(IngestRun.OVERLOAD, IngestRun.READINGS);
    }

    private String markdown() {
        return """
        # Ingest

        Written by `./wardcast bench ingest`; the single measurements are in [ingest.json](ingest.json).

        ![Medians](ingest.svg)

        %s; JVM %s. %s, all on this machine, and so is the load. vitals-ingest is a process of its own with its default
        settings and the options `%s`.

        ## Method

        %s%s\
        """
                .formatted(
                        ProcFs.machine(),
                        Runtime.version(),
                        DataServers.description(),
                        String.join(" ", LaunchOptions.ofService()),
                        method(),
                        tables());
    }

    private String method() {
        return """
        - %,d devices, each with a key and a patient of its own, have %,d connections (fewer for arrays, so that no more than %,d
          readings are under way). Patients are in twenty hospitals,
          so that no device and no fleet comes to its limit. Every reading has its time and its sequence number; there
          are heart rates, saturations, breathing rates and pressures.
        - vitals-ingest does all that it always does: it publishes each reading in two rooms, keeps an eye on the devices
          and writes the history. In place of alert-service something says that the rules are done.
        - **Bare** beside it is a Netty server that cuts the body into as many pieces as there are readings, adds each to
          a stream, pipelined on one connection to the same Redis, and answers when Redis has them: no keys, no JSON, no
          doubles, no events, no history.
        - **As fast as answers come**: each connection sends its next post when it has the answer to the one before.
        - **The highest rate kept up with**: 15 %% less than that, and 15 %% less again, until nothing is refused and
          p99 stays within %.0f ms. Time counts from the moment at which a post was due, whether it could be sent then
          or not.
        - **Ten times the load** of that rate is due, each device on a connection of its own. What is due on one that
          still waits for its answer is not sent. Resident is what the process has of the machine's memory; alive is
          what a full collection leaves of its heap.
        - In the end each reading that was answered 202 must be in the history, once; otherwise there is no result.
          `%s` is how long after the last answer the last of them got there. The CPU time of a reading counts until
          then, and includes Redis and PostgreSQL.
        - %d s to warm up, %d s for a measurement, %d s for a rate that is tried; as long as that a rate whose answers are
          timed goes on before it is measured; %d rounds. Figures are medians, with the
          least and the most in parentheses. CPU times are the kernel's. `machine cores` well above the sum of the
          others means that something else ran, and that the result is worth little.
        """
                .formatted(
                        settings.devices(),
                        settings.connections(),
                        IngestRun.MOST_UNDER_WAY,
                        IngestRun.LATEST_MS,
                        IngestRun.BEHIND,
                        settings.warmUp().toSeconds(),
                        settings.duration().toSeconds(),
                        settings.step().toSeconds(),
                        settings.rounds());
    }

    private String section(String question, String main) {
        List<Medians> rows = of(question);
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append("\n## ").append(question).append("\n\n").append(Medians.table(rows));
        List<String> ratios = new ArrayList<>();
        for (Medians row : rows) {
            if (row.subject().equals(IngestRun.WARDCAST)) {
                ratio(rows, row, main).ifPresent(ratio -> ratios.add(row.load() + " " + ratio));
            }
        }
        if (!ratios.isEmpty()) {
            text.append("\nWardcast ÷ bare, ").append(main).append(": ");
            text.append(String.join("; ", ratios)).append(".\n");
        }
        return text.toString();
    }

    private static Optional<String> ratio(List<Medians> rows, Medians ours, String figure) {
        return rows.stream()
                .filter(row -> row.subject().equals(IngestRun.BARE))
                .filter(row -> row.load().equals(ours.load()))
                .findFirst()
                .flatMap(bare -> bare.spread(figure))
                .flatMap(bare ->
                        ours.spread(figure)
                                .map(spread -> Numbers.of(spread.median() / bare.median())));
    }

    private String svg() {
        BarPlot plot = new BarPlot();
        panel(plot, IngestRun.MOST, IngestRun.READINGS);
        panel(plot, IngestRun.SUSTAINED, IngestRun.READINGS);
        panel(plot, IngestRun.HALF, P99);
        return plot.toSvg();
    }

    private void panel(BarPlot plot, String question, String figure) {
        List<BarPlot.Bar> bars = new ArrayList<>();
        for (Medians row : of(question)) {
            Spread spread = row.spread(figure).orElse(new Spread(0, 0, 0));
            boolean ours = row.subject().equals(IngestRun.WARDCAST);
            bars.add(new BarPlot.Bar(row.subject() + ", " + row.load(), spread, ours));
        }
        plot.panel(question + " (" + figure + ")", bars);
    }

    private List<Medians> of(String question) {
        return medians.stream().filter(row -> row.question().equals(question)).toList();
    }
}
