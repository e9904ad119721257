package dev.wardcast.bench.history;

import dev.wardcast.bench.report.BenchCommand;
import dev.wardcast.bench.report.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Options. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How long one patient's history takes to answer among many millions of readings, over HTTP,",
            "cold and warm, beside the bare query; and what a row costs to write. Linux only. 50 million",
            "rows need 20 GB of disk."
        })
public final class HistoryCommand extends BenchCommand {

    @Option(
            names = "--rows",
            description =
                    "Readings in the history, at least (default: 50000000; --quick: 1000000).")
    private @Nullable Long rows;

    @Option(
            names = "--queries",
            description = "How often each question is asked (default: 100; --quick: 10).")
    private @Nullable Integer queries;

    @Option(
            names = "--writes",
            description =
                    "Rows that are written by COPY and by INSERT (default: 500000; --quick: 20000).")
    private @Nullable Integer writes;

    @Override
    protected Report measure() throws Exception {
        HistorySettings settings =
                new HistorySettings(
                        rows(),
                        given("--queries", queries, 100, 10),
                        given("--writes", writes, 500_000, 20_000));
        Ward ward = Ward.of(settings.rows());
        HistoryRun run = new HistoryRun(settings, ward, this::say);
        run.run();
        return new HistoryReport(settings, ward, run.results());
    }

    private long rows() {
        if (rows != null && rows < 1) {
            throw refusal("--rows: %d (expected: at least 1)".formatted(rows));
        }
        return rows == null ? usually(50_000_000L, 1_000_000L) : rows;
    }
}
