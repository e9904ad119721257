package dev.wardcast.bench.chat;

import dev.wardcast.bench.report.Measured;
import dev.wardcast.bench.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All measurements, round by round; in each round both take their turn. */
final class ChatRun {

    static final String QUESTION = "From sending to streams";
    static final String WARDCAST = "Wardcast";
    static final String BARE = "bare relay";

    private final ChatSettings settings;
    private final Circles circles;
    private final Consumer<String> progress;
    private final List<Measured> results = new ArrayList<>();

    ChatRun(ChatSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.circles = new Circles(settings.users());
        this.progress = progress;
    }

    List<Measured> results() {
        return List.copyOf(results);
    }

    Circles circles() {
        return circles;
    }

    void run() throws InterruptedException {
        for (int round = 1; round <= settings.rounds(); round++) {
            measure(BARE, new BareRelay(circles, settings.users()), round);
            measure(WARDCAST, new WardcastTalk(circles, settings.users()), round);
        }
    }

    private void measure(String subject, Talk talk, int round) throws InterruptedException {
        try (talk;
                ChatTrial trial = new ChatTrial(settings, circles, talk)) {
            for (int rate : settings.rates()) {
                String load = "%,d messages/s".formatted(rate);
                Map<String, Double> figures = trial.at(rate);
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
