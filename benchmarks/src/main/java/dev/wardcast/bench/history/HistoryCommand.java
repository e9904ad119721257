package dev.wardcast.bench.history;

import dev.wardcast.bench.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
public final class HistoryCommand implements Callable<Integer> {

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

    @Option(names = "--quick", description = "Small and short, to try it out; nothing is written.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report goes (default: docs/benchmarks/history; --quick: nowhere).")
    private @Nullable Path out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new ParameterException(spec.commandLine(), "history runs on Linux only");
        }
        HistorySettings settings =
                new HistorySettings(
                        given("--rows", rows, quick ? 1_000_000L : 50_000_000L),
                        (int) given("--queries", asLong(queries), quick ? 10 : 100),
                        (int) given("--writes", asLong(writes), quick ? 20_000 : 500_000));
        Ward ward = Ward.of(settings.rows());
        HistoryRun run = new HistoryRun(settings, ward, this::say);
        run.run();
        HistoryReport report = new HistoryReport(settings, ward, run.results());
        spec.commandLine().getOut().println(report.tables());
        spec.commandLine().getOut().flush();
        Path directory = out == null && !quick ? ReportFiles.home("history") : out;
        if (directory != null) {
            report.files().write(directory);
            say("written to " + directory);
        }
        return 0;
    }

    private static @Nullable Long asLong(@Nullable Integer value) {
        return value == null ? null : Long.valueOf(value);
    }

    private long given(String option, @Nullable Long value, long otherwise) {
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
