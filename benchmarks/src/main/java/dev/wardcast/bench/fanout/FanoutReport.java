package dev.wardcast.bench.fanout;

import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.BarPlot;
import dev.wardcast.bench.report.Numbers;
import dev.wardcast.bench.report.ProcFs;
import dev.wardcast.bench.report.Spread;
import dev.wardcast.bench.report.Table;
import dev.wardcast.bench.subject.Contender;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The results for people. */
final class FanoutReport {

    private final FanoutSettings settings;
    private final List<Contender> contenders;
    private final List<Summary> summaries;

    FanoutReport(FanoutSettings settings, List<Contender> contenders, List<Measurement> results) {
        this.settings = settings;
        this.contenders = contenders;
        this.summaries = Summary.of(results);
    }

    String tables() {
        StringBuilder text = new StringBuilder();
        eachScenario(
                (title, rows) -> text.append('\n').append(title).append('\n').append(table(rows)));
        return text.toString();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("# Fan-out\n\n")
                .append("Written by `./wardcast bench fanout`; the single measurements are in")
                .append(" [fanout.json](fanout.json).\n\n![Medians](fanout.svg)\n\n")
                .append("## Machine and servers\n\n")
                .append(ProcFs.machine())
                .append("; JVM ")
                .append(Runtime.version())
                .append(
                        ". The load generator runs on the same machine, and takes its share of it.\n\n");
        for (Contender contender : contenders) {
            text.append("- **").append(contender.label()).append("**: ");
            text.append(contender.description()).append(".\n");
        }
        text.append("\n## Method\n\n").append(method());
        eachScenario((title, rows) ->
                text.append("\n## ")
                        .append(title)
                        .append("\n\n")
                        .append(rows.getFirst().scenario().explanation)
                        .append("\n\n")
                        .append(table(rows)));
        return text.toString();
    }

    private String method() {
        return """
        - Events are alerts of %d bytes of JSON that carry the time of sending and a number. Every client checks that it
          gets each event of its room once and in order; a run in which one is missing or doubled fails.
        - Each client of Wardcast has a token (ES256) and a user of its own, and a grant that the gateway looks up. Events
          are published to the event log in Redis, with replay buffers and recognition of repeats. nchan and bare Netty
          check nobody. nchan keeps its messages in its own memory, of one machine: it has no Redis to wait for.
        - Each server is a process of its own, started afresh for each measurement (once for the steps of one series),
          warmed up for %d s and measured for %d s; %d rounds in which all servers take their turn. Figures are medians,
          with the least and the most in parentheses; with one round there is no spread.
        - At top rate %d events of a room are under way at a time. In many rooms that is as many events per client.
        - The generator is one thread with epoll, which reads each client's bytes into one buffer. Its share of the machine
          is in the tables: `receiver cores` near 1.0 means that it, and not the server, was the limit.
        - A process may open %,d files here, so %,d connections are the most.
        - "Wardcast ÷" is Wardcast's median divided by that of the row.
        """
                .formatted(
                        settings.eventSize(),
                        settings.warmUp().toSeconds(),
                        settings.measured().toSeconds(),
                        settings.rounds(),
                        settings.window(),
                        ProcFs.openFilesLimit(),
                        settings.most());
    }

    String svg() {
        BarPlot plot = new BarPlot();
        eachScenario((title, rows) ->
                plot.panel(
                        title + " (" + rows.getFirst().scenario().main().label + ")",
                        rows.stream()
                                .map(row ->
                                        new BarPlot.Bar(
                                                label(row),
                                                row.spread(row.scenario().main()),
                                                row.contender() == Contender.WARDCAST))
                                .toList()));
        return plot.toSvg();
    }

    private void eachScenario(BiConsumer<String, List<Summary>> told) {
        for (Transport transport : Transport.values()) {
            for (Scenario scenario : Scenario.values()) {
                List<Summary> rows =
                        summaries.stream()
                                .filter(row ->
                                        row.scenario() == scenario && row.transport() == transport)
                                .toList();
                if (!rows.isEmpty()) {
                    told.accept(scenario.title + " · " + transport.label, rows);
                }
            }
        }
    }

    private String table(List<Summary> rows) {
        List<Metric> metrics = rows.getFirst().scenario().metrics;
        List<String> head = new ArrayList<>(List.of("server, connections"));
        for (Metric metric : metrics) {
            head.add(metric.label);
            if (metric == metrics.getFirst()) {
                head.add("Wardcast ÷");
            }
        }
        Table table = new Table(head);
        for (Summary row : rows) {
            List<String> cells = new ArrayList<>(List.of(label(row)));
            for (Metric metric : metrics) {
                cells.add(cell(row.spread(metric)));
                if (metric == metrics.getFirst()) {
                    cells.add(ratio(row));
                }
            }
            table.row(cells);
        }
        return table.toString();
    }

    private static String label(Summary row) {
        return "%s, %,d".formatted(row.contender().label(), row.connections());
    }

    private String ratio(Summary row) {
        return row.ours(summaries)
                .filter(ours -> ours != row && row.median() != 0)
                .map(ours -> Numbers.of(ours.median() / row.median()))
                .orElse("");
    }

    private static String cell(Spread spread) {
        String median = Numbers.of(spread.median());
        return spread.least() == spread.most()
                ? median
                : "%s (%s–%s)"
                        .formatted(median, Numbers.of(spread.least()), Numbers.of(spread.most()));
    }
}
