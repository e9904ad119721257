package dev.wardcast.bench.ingest;

import dev.wardcast.bench.load.HttpPosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ten times as many posts are due as are kept up with, each device on a connection of its own. What
 * is due on one that still waits for its answer is not sent: a device can't do otherwise.
 */
final class Overload {

    private static final int TIMES = 10;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final double MB = 1_000_000;

    private final IngestSettings settings;
    private final WardcastIntake intake;

    Overload(IngestSettings settings, WardcastIntake intake) {
        this.settings = settings;
        this.intake = intake;
    }

    /**
     * @param sustained posts a second that are kept up with
     * @param before devices that have posted before
     */
    Map<String, Double> run(int size, double sustained, List<Device> before)
            throws InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        long aliveBefore = intake.aliveBytes();
        long resident = intake.residentBytes();
        AtomicLong most = new AtomicLong(resident);
        try (HttpPosts posts = new HttpPosts(intake.port(), settings.devices())) {
            int devices = settings.devices();
            // Others than before: they count from the beginning.
            Fleet fleet = new Fleet(devices, devices, size, posts, devices);
            Fleet.Answers answers;
            try (ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor()) {
                watch.scheduleAtFixedRate(
                        () -> most.accumulateAndGet(intake.residentBytes(), Math::max),
                        0,
                        LOOK.toNanos(),
                        TimeUnit.NANOSECONDS);
                answers = fleet.overload(TIMES * sustained, settings.overload());
                watch.shutdownNow();
            }
            double total = answers.total();
            double seconds = settings.overload().toNanos() / 1e9;
            figures.put("due posts/s", TIMES * sustained);
            figures.put("sent posts/s", total / seconds);
            figures.put(IngestRun.READINGS, answers.acceptedPerSecond() * size);
            figures.putAll(answers.latencies().figures());
            figures.put("429 %", 100 * answers.of(TOO_MANY) / total);
            figures.put("503 %", 100 * answers.of(UNAVAILABLE) / total);
            figures.put("other %", 100 * other(answers) / total);
            List<Device> all = new ArrayList<>(before);
            all.addAll(fleet.devices());
            figures.put(
                    IngestRun.BEHIND,
                    intake.settle(
                            all.stream()
                                    .mapToLong(device -> device.accepted().cardinality())
                                    .sum()));
            intake.checkHistory(all);
        }
        figures.put("resident MB before", resident / MB);
        figures.put("resident MB at most", most.get() / MB);
        figures.put("resident MB after", intake.residentBytes() / MB);
        figures.put("alive MB before", aliveBefore / MB);
        figures.put("alive MB after", intake.aliveBytes() / MB);
        return figures;
    }

    private static int other(Fleet.Answers answers) {
        return answers.total()
                - answers.accepted()
                - answers.of(TOO_MANY)
                - answers.of(UNAVAILABLE);
    }
}
