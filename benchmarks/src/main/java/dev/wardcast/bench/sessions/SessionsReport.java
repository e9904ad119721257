package dev.wardcast.bench.sessions;

import dev.wardcast.bench.report.BarPlot;
import dev.wardcast.bench.report.Measured;
import dev.wardcast.bench.report.Medians;
import dev.wardcast.bench.report.Numbers;
import dev.wardcast.bench.report.ProcFs;
import dev.wardcast.bench.report.Report;
import dev.wardcast.bench.report.ReportFiles;
import dev.wardcast.bench.report.Spread;
import dev.wardcast.bench.subject.Contender;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.LaunchOptions;
import java.util.ArrayList;
import java.util.List;

/** The results for people. */
final class SessionsReport implements Report {

    private static final List<String> FIGURES = List.of("p50 ms", "p99 ms");

    private final SessionsSettings settings;
    private final List<Measured> results;
    private final List<Medians> rows;

    SessionsReport(SessionsSettings settings, List<Measured> results) {
        this.settings = settings;
        this.results = results;
        this.rows = Medians.of(results);
    }

    @Override
    public ReportFiles files() {
        return new ReportFiles("sessions", markdown(), svg(), results);
    }

    @Override
    public String tables() {
        List<String> ratios = new ArrayList<>();
        for (String figure : FIGURES) {
            ratios.add(
                    figure
                            + " "
                            + Numbers.of(
                                    median(SessionsRun.WARDCAST, figure)
                                            / median(SessionsRun.BARE, figure)));
        }
        return "\n## "
                + SessionsRun.QUESTION
                + "\n\n"
                + Medians.table(rows)
                + "\nWardcast ÷ bare relay: "
                + String.join("; ", ratios)
                + ".\n";
    }

    private double median(String who, String figure) {
        return spread(who, figure).median();
    }

    private Spread spread(String who, String figure) {
        return rows.stream()
                .filter(row -> row.subject().equals(who))
                .findFirst()
                .flatMap(row -> row.spread(figure))
                .orElse(new Spread(0, 0, 0));
    }

    private String markdown() {
        return """
        # Sessions

        Written by `./wardcast bench sessions`; the single measurements are in [sessions.json](sessions.json).

        ![Medians](sessions.svg)

        %s; JVM %s. %s, all on this machine, and so is the load. Services are processes of their own with their default
        settings and the options `%s`; session-progress has its own pipeline switched off.

        ## Method

        - %,d sessions are uploaded and stay in progress; %,d streams of Server-Sent Events watch them. Workers report
          over HTTP at %,d reports a second, whether answers come or not, each session in its turn and each time one
          percent more. Each step is stored in PostgreSQL, with the note that it is to be told, before it is told.
        - Time counts from the moment at which a report was due to the moment at which the step's bytes were read. Each
          watcher must get each step of its session once and in order, and every report must be answered 200.
        - **Bare relay** beside it sends as often to as many: %s.
        - %d s after %d s to warm up; %d round(s); figures are medians, with the least and the most in parentheses.
          `machine cores` well above the sum of the others means that something else ran, and that the result is worth
          little.
        %s\
        """
                .formatted(
                        ProcFs.machine(),
                        Runtime.version(),
                        DataServers.description(),
                        String.join(" ", LaunchOptions.ofService()),
                        settings.sessions(),
                        settings.watchers(),
                        settings.rate(),
                        Contender.BARE_NETTY.description(),
                        settings.duration().toSeconds(),
                        settings.warmUp().toSeconds(),
                        settings.rounds(),
                        tables());
    }

    private String svg() {
        BarPlot plot = new BarPlot();
        for (String figure : FIGURES) {
            plot.panel(
                    SessionsRun.QUESTION + " (" + figure + ")",
                    List.of(bar(SessionsRun.BARE, figure), bar(SessionsRun.WARDCAST, figure)));
        }
        return plot.toSvg();
    }

    private BarPlot.Bar bar(String who, String figure) {
        return new BarPlot.Bar(who, spread(who, figure), who.equals(SessionsRun.WARDCAST));
    }
}
