package dev.wardcast.bench.chat;

import dev.wardcast.bench.report.BarPlot;
import dev.wardcast.bench.report.DiskProbe;
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
import java.util.Optional;

/** The results for people. */
final class ChatReport implements Report {

    private static final String P99 = "p99 ms";

    private final ChatSettings settings;
    private final Circles circles;
    private final List<Measured> results;
    private final List<Medians> medians;

    ChatReport(ChatSettings settings, Circles circles, List<Measured> results) {
        this.settings = settings;
        this.circles = circles;
        this.results = results;
        this.medians = Medians.of(results);
    }

    @Override
    public ReportFiles files() {
        return new ReportFiles("chat", markdown(), svg(), results);
    }

    @Override
    public String tables() {
        List<String> ratios = new ArrayList<>();
        for (Medians row : medians) {
            if (row.subject().equals(ChatRun.WARDCAST)) {
                ratio(row).ifPresent(ratio -> ratios.add(row.load() + " " + ratio));
            }
        }
        return Medians.table(medians)
                + "\nWardcast ÷ bare relay, "
                + P99
                + ": "
                + String.join("; ", ratios)
                + ".\n\n"
                + DiskProbe.ratios(
                        medians.stream()
                                .filter(row -> row.subject().equals(ChatRun.WARDCAST))
                                .toList());
    }

    private Optional<String> ratio(Medians ours) {
        return medians.stream()
                .filter(row -> row.subject().equals(ChatRun.BARE))
                .filter(row -> row.load().equals(ours.load()))
                .findFirst()
                .flatMap(bare -> bare.spread(P99))
                .flatMap(bare ->
                        ours.spread(P99)
                                .map(spread -> Numbers.of(spread.median() / bare.median())));
    }

    private String markdown() {
        return """
        # Chat

        Written by `./wardcast bench chat`; the single measurements are in [chat.json](chat.json).

        ![Medians](chat.svg)

        %s; JVM %s. %s, all on this machine, and so is the load. Services are processes of their own with their default
        settings and the options `%s`.

        ## Method

        - %,d users are online, each with a stream and in one of %,d conversations of 2 to 50 (%s on average). Messages
          are sent at a fixed rate, whatever comes of them, to the conversations in turn and in each by its participants
          in turn. Every participant has to get every message once and in order, the sender too.
        - Time counts from the moment at which a message was due, whether it could be sent then or not, to the moment at
          which its bytes were read, for each delivery. %d s for each rate, %d s to warm up before it.
        - **Wardcast**: HTTP with a token each, rates counted, text sealed, stored and committed (fsync) with an event for
          each participant, published, opened, written.
        - **Bare relay**: %s. Whoever sends publishes straight to Redis: no HTTP on the way in, nothing stored, nothing
          sealed, one publication a message.
        %s- %d rounds; figures are medians, with the least and the most in parentheses. CPU times are the kernel's.

        %s\
        """
                .formatted(
                        ProcFs.machine(),
                        Runtime.version(),
                        DataServers.description(),
                        String.join(" ", LaunchOptions.ofService()),
                        settings.users(),
                        circles.count(),
                        Numbers.of(circles.meanSize()),
                        settings.measured().toSeconds(),
                        settings.warmUp().toSeconds(),
                        Contender.BARE_NETTY.description(),
                        DiskProbe.method(),
                        settings.rounds(),
                        tables());
    }

    private String svg() {
        BarPlot plot = new BarPlot();
        for (String figure : List.of("p50 ms", P99)) {
            List<BarPlot.Bar> bars = new ArrayList<>();
            for (Medians row : medians) {
                Spread spread = row.spread(figure).orElse(new Spread(0, 0, 0));
                boolean ours = row.subject().equals(ChatRun.WARDCAST);
                bars.add(new BarPlot.Bar(row.subject() + ", " + row.load(), spread, ours));
            }
            plot.panel(ChatRun.QUESTION + " (" + figure + ")", bars);
        }
        return plot.toSvg();
    }
}
