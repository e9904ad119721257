package dev.wardcast.bench.sessions;

import dev.wardcast.bench.load.OpenLoop;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.Latencies;
import dev.wardcast.bench.report.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Everybody takes their turn in each round. */
final class SessionsRun {

    static final String QUESTION = "From report to watcher";
    static final String WARDCAST = "Wardcast";
    static final String BARE = "bare relay";

    private static final int PATIENCE_SECONDS = 60;

    private final SessionsSettings settings;
    private final Consumer<String> progress;
    private final List<Measured> results = new ArrayList<>();
    private int reports;

    SessionsRun(SessionsSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    List<Measured> results() {
        return List.copyOf(results);
    }

    void run() throws InterruptedException {
        for (int round = 1; round <= settings.rounds(); round++) {
            measure(BARE, BareRelay::new, round);
            measure(WARDCAST, ReportToStream::new, round);
        }
    }

    private void measure(String who, Function<SessionsSettings, Chain> starts, int round)
            throws InterruptedException {
        reports = 0;
        try (Chain chain = starts.apply(settings);
                Watchers watchers = new Watchers()) {
            for (int i = 0; i < settings.watchers(); i++) {
                watchers.open(chain.port(), chain.watch(i, i % settings.sessions()));
            }
            watchers.begin();
            load(chain, watchers, settings.warmUp());
            Latencies latencies = new Latencies();
            watchers.record(latencies);
            CpuMeter.Reading before = chain.meter().read();
            load(chain, watchers, settings.duration());
            CpuMeter.Reading after = chain.meter().read();
            Map<String, Double> figures = new LinkedHashMap<>(latencies.figures());
            figures.put("deliveries/s", latencies.count() * 1e9 / settings.duration().toNanos());
            figures.putAll(after.cores(before));
            String load =
                    "%,d sessions, %,d watchers, %,d reports/s"
                            .formatted(settings.sessions(), settings.watchers(), settings.rate());
            results.add(new Measured(QUESTION, who, load, round, figures));
            progress.accept("%s, round %d: %s".formatted(who, round, figures));
        }
    }

    private void load(Chain chain, Watchers watchers, Duration length) throws InterruptedException {
        OpenLoop.run(
                settings.rate(),
                length,
                due -> {
                    int session = reports % settings.sessions();
                    int step = reports / settings.sessions() + 1;
                    chain.report(session, step, Watchers.message(due));
                    reports++;
                });
        watchers.await(expected(), PATIENCE_SECONDS);
        chain.requireSound();
    }

    /** Steps at all watchers, for all reports so far. */
    private long expected() {
        long sum = 0;
        for (int session = 0; session < settings.sessions(); session++) {
            long steps =
                    reports / settings.sessions()
                            + (session < reports % settings.sessions() ? 1 : 0);
            long watching =
                    settings.watchers() / settings.sessions()
                            + (session < settings.watchers() % settings.sessions() ? 1 : 0);
            sum += steps * watching;
        }
        return sum;
    }
}
