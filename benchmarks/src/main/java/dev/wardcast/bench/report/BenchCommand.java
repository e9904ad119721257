package dev.wardcast.bench.report;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all benchmarks have in common: a small one to try it out, and where the report goes. */
public abstract class BenchCommand implements Callable<Integer> {

    private static final int LAST = 100;

    @Option(
            names = "--quick",
            order = LAST,
            description = "Small and short, to try it out; nothing is written.")
    private boolean quick;

    @Option(
            names = "--out",
            order = LAST,
            paramLabel = "DIR",
            description =
                    "Where the report goes (default: docs/benchmarks/${COMMAND-NAME}; --quick:"
                            + " nowhere).")
    private @Nullable Path out;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** Measures everything, in all rounds. */
    protected abstract Report measure() throws Exception;

    @Override
    public final Integer call() throws Exception {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw refusal(spec.name() + " runs on Linux only");
        }
        Report report = measure();
        spec.commandLine().getOut().println(report.tables());
        spec.commandLine().getOut().flush();
        Path directory = out == null && !quick ? ReportFiles.home(spec.name()) : out;
        if (directory != null) {
            report.files().write(directory);
            say("written to " + directory);
        }
        return 0;
    }

    protected final <T> T usually(T usual, T small) {
        return quick ? small : usual;
    }

    /**
     * What was given, or what is usual.
     *
     * @param small with {@code --quick}
     */
    protected final int given(String option, @Nullable Integer value, int usual, int small) {
        if (value != null && value < 1) {
            throw refusal("%s: %d (expected: at least 1)".formatted(option, value));
        }
        return value == null ? usually(usual, small) : value;
    }

    /** The same with several, in rising order. */
    protected final List<Integer> given(
            String option,
            @Nullable List<Integer> values,
            List<Integer> usual,
            List<Integer> small) {
        if (values == null) {
            return usually(usual, small);
        }
        values.forEach(value -> given(option, value, value, value));
        return values.stream().sorted().toList();
    }

    protected final ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** To whoever waits for the end of it. */
    protected final void say(String line) {
        spec.commandLine().getErr().println("wardcast: " + line);
        spec.commandLine().getErr().flush();
    }
}
