package dev.wardcast.bench.waveforms;

import dev.wardcast.bench.report.Measured;
import dev.wardcast.bench.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All measurements, round by round; in each round both take their turn. */
final class WaveformsRun {

    static final String QUESTION = "From device to viewer";
    static final String WARDCAST = "Wardcast";
    static final String BARE = "bare relay";

    private final WaveformsSettings settings;
    private final Consumer<String> progress;
    private final List<Measured> results = new ArrayList<>();

    WaveformsRun(WaveformsSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    List<Measured> results() {
        return List.copyOf(results);
    }

    void run() throws InterruptedException {
        for (int round = 1; round <= settings.rounds(); round++) {
            try (Relay relay = new BareRelay()) {
                measure(BARE, relay, round);
            }
            try (Relay relay = new WardcastRelay(settings.streams().getLast())) {
                measure(WARDCAST, relay, round);
            }
        }
    }

    private void measure(String subject, Relay relay, int round) throws InterruptedException {
        for (int streams : settings.streams()) {
            try (Ward ward = new Ward(relay, streams)) {
                ward.run(settings.warmUp());
                Map<String, Double> figures = ward.run(settings.measured());
                String load = "%,d streams".formatted(streams);
                results.add(new Measured(QUESTION, subject, load, round, figures));
                StringBuilder line =
                        new StringBuilder("%s, %s, round %d:".formatted(subject, load, round));
                figures.forEach((name, value) ->
                        line.append("  ").append(name).append(' ').append(Numbers.of(value)));
                progress.accept(line.toString());
            }
        }
    }
}
