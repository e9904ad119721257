package dev.wardcast.bench.alerts;

import dev.wardcast.bench.report.BarPlot;
import dev.wardcast.bench.report.DiskProbe;
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

/** The results for people. */
final class AlertsReport implements Report {

    private static final String SAMPLES = "samples/s";
    private static final String CPU = "CPU µs/sample";
    private static final String P99 = "p99 ms";

    private final AlertsSettings settings;
    private final List<Measured> results;
    private final List<Medians> medians;

    AlertsReport(AlertsSettings settings, List<Measured> results) {
        this.settings = settings;
        this.results = results;
        this.medians = Medians.of(results);
    }

    @Override
    public ReportFiles files() {
        return new ReportFiles("alerts", markdown(), svg(), results);
    }

    @Override
    public String tables() {
        List<Medians> ours =
                of(AlertsRun.LATENCY).stream()
                        .filter(row -> row.subject().equals(AlertsRun.WARDCAST))
                        .toList();
        return section(AlertsRun.EVALUATION, SAMPLES)
                + section(AlertsRun.LATENCY, P99)
                + (ours.isEmpty() ? "" : "\n" + DiskProbe.ratios(ours));
    }

    private String markdown() {
        return """
        # Alerts

        Written by `./wardcast bench alerts`; the single measurements are in [alerts.json](alerts.json).

        ![Medians](alerts.svg)

        %s; JVM %s. %s, all on this machine, and so is the load. Services are processes of their own with their default
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
        - **Evaluation**: the queue holds all samples when the service starts. The first (at least %,d, and ten for each
          patient) warm it up; of the next %,d nine tenths are measured. Four of ten samples are heart rates, three
          saturations, one each breathing, pressure and temperature; one in a hundred is part of an episode of forty
          in which everything is beyond its limits. Each patient's episodes begin at another moment, so that as many alerts
          open among few patients as among many, one in some 500 samples. In the end each sample must have been counted
          once and none set aside.
        - **Bare** beside it reads the same streams with a thread for each partition and stores in one transaction for
          %d entries what the rules store, position, states, alerts and outbox, without rules and without reading states.
        - **Latency**: %,d monitors post one blood pressure at a time with their keys over HTTP. One reading in %d opens
          an alert and the next of the same monitor ends it. Streams of caregivers with a hundred patients each receive them. Time
          counts from the moment at which a post was due, whether it could be sent then or not, to the moment at which
          the alert's bytes were read. Each alert must come once. %d s for each rate, after %d s of warming up:
          what compiles the services' code takes a third of the machine for minutes.
        - **Bare** beside it sends at the same rate: `XADD`, `XREAD`, one `INSERT` and commit for all that waits,
          `PUBLISH`, a subscriber; one thread, no HTTP, no rules, at most a minute to warm up. `commit` is what it waits for the
          disk each time.
        %s- The highest rate is found by steps. A rate is kept up with if nothing is refused and p99 stays within %.0f ms.
        - %d rounds; figures are medians, with the least and the most in parentheses. CPU times are the kernel's.
          "Wardcast ÷ bare" compares medians. `machine cores` well above the sum of the others means that something
          else ran, and that the result is worth little.
        """
                .formatted(
                        settings.warmUpSamples(),
                        settings.samples(),
                        BareStore.BATCH,
                        settings.beds(),
                        settings.alertEach(),
                        settings.duration().toSeconds(),
                        settings.warmUp().toSeconds(),
                        DiskProbe.method(),
                        Chain.LATEST_MS,
                        settings.rounds());
    }

    private String section(String question, String main) {
        List<Medians> rows = of(question);
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append("\n## ").append(question).append("\n\n").append(Medians.table(rows));
        text.append("\nWardcast ÷ bare, ").append(main).append(": ");
        List<String> ratios = new ArrayList<>();
        for (Medians row : rows) {
            if (row.subject().equals(AlertsRun.WARDCAST)) {
                ratio(rows, row, main).ifPresent(ratio -> ratios.add(row.load() + " " + ratio));
            }
        }
        return text.append(String.join("; ", ratios)).append(".\n").toString();
    }

    private static java.util.Optional<String> ratio(
            List<Medians> rows, Medians ours, String figure) {
        return rows.stream()
                .filter(row -> row.subject().equals(AlertsRun.BARE))
                .filter(row -> row.load().equals(ours.load()))
                .findFirst()
                .flatMap(bare -> bare.spread(figure))
                .flatMap(bare ->
                        ours.spread(figure)
                                .map(spread -> Numbers.of(spread.median() / bare.median())));
    }

    private String svg() {
        BarPlot plot = new BarPlot();
        panel(plot, AlertsRun.EVALUATION, SAMPLES);
        panel(plot, AlertsRun.EVALUATION, CPU);
        panel(plot, AlertsRun.LATENCY, P99);
        return plot.toSvg();
    }

    private void panel(BarPlot plot, String question, String figure) {
        List<BarPlot.Bar> bars = new ArrayList<>();
        for (Medians row : of(question)) {
            Spread spread = row.spread(figure).orElse(new Spread(0, 0, 0));
            boolean ours = row.subject().equals(AlertsRun.WARDCAST);
            bars.add(new BarPlot.Bar(row.subject() + ", " + row.load(), spread, ours));
        }
        plot.panel(question + " (" + figure + ")", bars);
    }

    private List<Medians> of(String question) {
        return medians.stream().filter(row -> row.question().equals(question)).toList();
    }
}
