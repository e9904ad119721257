package dev.wardcast.bench.history;

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
final class HistoryReport implements Report {

    static final String P50 = "p50 ms";
    static final String P99 = "p99 ms";
    private static final String ROWS = "rows/s";

    private final HistorySettings settings;
    private final Ward ward;
    private final List<Measured> results;
    private final List<Medians> medians;

    HistoryReport(HistorySettings settings, Ward ward, List<Measured> results) {
        this.settings = settings;
        this.ward = ward;
        this.results = results;
        this.medians = Medians.of(results);
    }

    @Override
    public ReportFiles files() {
        return new ReportFiles("history", markdown(), svg(), results);
    }

    @Override
    public String tables() {
        return section(HistoryRun.WARM, HistoryRun.WARDCAST, HistoryRun.BARE, P50)
                + section(HistoryRun.COLD, HistoryRun.WARDCAST, HistoryRun.BARE, P50)
                + section(HistoryRun.WRITING, HistoryRun.COPY, HistoryRun.INSERT, ROWS);
    }

    private String markdown() {
        return """
        # History

        Written by `./wardcast bench history`; the single measurements are in [history.json](history.json).

        ![p99 and rows a second](history.svg)

        %s; JVM %s. %s, all on this machine, and so is who asks. The service is a process of its own with its default
        settings and the options `%s`.

        ## Method

        - %,d readings: %,d beds, five vital signs a minute each, for four weeks, in the service's own table. They lie
          in the order in which they would have come, all beds mixed; then the table was vacuumed.
        - **Wardcast** is asked over HTTP, one request after the other, each page by itself; the time is until its last
          byte. Each answer is checked for its number of items. Part of it is the check of the token, the decision about
          access, and an entry in the audit, which is committed to the disk before the answer.
        - **Bare** beside it is the query that one would write by hand, with the same table and index, over one JDBC
          connection, all columns read; without HTTP, access, audit and JSON. For the newest of all vital signs PostgreSQL
          sorts all that the patient has then, where the service merges a range of the index for each.
        - **Cold**: PostgreSQL was started anew and the kernel's page cache emptied, and each question is about a patient
          and a day that nobody asked for since. The service had answered about others. **Warm**: the same %,d patients
          and days that were asked for just before.
        - **Writing** is one connection, batches of 256 and of 5,000 (the service takes up to
          4,096, four times `wardcast.vitals.batch`), 200 patients, the table's index, a commit for each batch that does not wait for the disk; %,d rows each. COPY here
          is in its text format, INSERT with an array for each column.
        - CPU times are the kernel's. Ratios below 1 mean that the first of the two takes less.
        %s\
        """
                .formatted(
                        ProcFs.machine(),
                        Runtime.version(),
                        DataServers.description(),
                        String.join(" ", LaunchOptions.ofService()),
                        ward.rows(),
                        ward.beds(),
                        settings.queries(),
                        settings.writes(),
                        tables());
    }

    private String section(String question, String first, String second, String figure) {
        List<Medians> rows = of(question);
        List<String> ratios = new ArrayList<>();
        for (Medians row : rows) {
            if (row.subject().equals(first)) {
                ratio(rows, row, second, figure)
                        .ifPresent(ratio -> ratios.add(row.load() + " " + ratio));
            }
        }
        return "\n## %s\n\n%s\n%s ÷ %s, %s: %s.\n"
                .formatted(
                        question,
                        Medians.table(rows),
                        first,
                        second,
                        figure,
                        String.join("; ", ratios));
    }

    private static Optional<String> ratio(
            List<Medians> rows, Medians ours, String beside, String figure) {
        return rows.stream()
                .filter(row -> row.subject().equals(beside))
                .filter(row -> row.load().equals(ours.load()))
                .findFirst()
                .flatMap(other -> other.spread(figure))
                .flatMap(other ->
                        ours.spread(figure)
                                .map(spread -> Numbers.of(spread.median() / other.median())));
    }

    private String svg() {
        BarPlot plot = new BarPlot();
        panel(plot, HistoryRun.WARM, P99);
        panel(plot, HistoryRun.COLD, P99);
        panel(plot, HistoryRun.WRITING, ROWS);
        return plot.toSvg();
    }

    private void panel(BarPlot plot, String question, String figure) {
        List<BarPlot.Bar> bars = new ArrayList<>();
        for (Medians row : of(question)) {
            Spread spread = row.spread(figure).orElse(new Spread(0, 0, 0));
            boolean ours =
                    row.subject().equals(HistoryRun.WARDCAST)
                            || row.subject().equals(HistoryRun.COPY);
            bars.add(new BarPlot.Bar(row.subject() + ", " + row.load(), spread, ours));
        }
        plot.panel(question + " (" + figure + ")", bars);
    }

    private List<Medians> of(String question) {
        return medians.stream().filter(row -> row.question().equals(question)).toList();
    }
}
