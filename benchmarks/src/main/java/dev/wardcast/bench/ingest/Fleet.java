package dev.wardcast.bench.ingest;

import dev.wardcast.bench.load.HttpPosts;
import dev.wardcast.bench.load.OpenLoop;
import dev.wardcast.bench.report.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Devices that post, and what they are told. */
final class Fleet {

    private static final int ACCEPTED = 202;
    private static final int STATUSES = 600;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<Device> devices = new ArrayList<>();
    private final HttpPosts posts;
    private final int connections;
    private final int readings;
    private final AtomicInteger unanswered = new AtomicInteger();

    /**
     * @param first number of the first device
     * @param readings in each post
     * @param connections that the devices share, each device always on the same one
     */
    Fleet(int first, int count, int readings, HttpPosts posts, int connections) {
        for (int number = first; number < first + count; number++) {
            devices.add(new Device(number, readings));
        }
        this.posts = posts;
        this.connections = connections;
        this.readings = readings;
    }

    List<Device> devices() {
        return List.copyOf(devices);
    }

    /** Readings that were answered 202 so far. */
    long accepted() {
        return devices.stream().mapToLong(device -> device.accepted().cardinality()).sum();
    }

    int readingsEachPost() {
        return readings;
    }

    /** What came of one run. */
    record Answers(Duration length, Latencies latencies, AtomicIntegerArray byStatus, int notSent) {

        int accepted() {
            return byStatus.get(ACCEPTED);
        }

        int of(int status) {
            return byStatus.get(status);
        }

        int total() {
            int sum = 0;
            for (int status = 0; status < STATUSES; status++) {
                sum += byStatus.get(status);
            }
            return sum;
        }

        double acceptedPerSecond() {
            return accepted() * 1e9 / length.toNanos();
        }
    }

    /** Each connection sends its next post as soon as it has the answer to the one before. */
    Answers closedLoop(Duration length) throws InterruptedException {
        Run run = new Run();
        long end = System.nanoTime() + length.toNanos();
        long begun = System.nanoTime();
        for (int lane = 0; lane < connections; lane++) {
            run.next(lane, lane, end);
        }
        awaitAnswers(length.plus(PATIENCE));
        return run.answers(Duration.ofNanos(System.nanoTime() - begun), 0);
    }

    /** So many posts a second, whether they are answered or not; those of a connection wait. */
    Answers openLoop(double perSecond, Duration length) throws InterruptedException {
        Run run = new Run();
        int[] next = new int[1];
        OpenLoop.run(
                perSecond,
                length,
                due -> {
                    int device = next[0]++ % devices.size();
                    run.post(device, due);
                });
        awaitAnswers(PATIENCE);
        return run.answers(length, 0);
    }

    /** So many are due a second; what is due on a connection that still waits is not sent. */
    Answers overload(double perSecond, Duration length) throws InterruptedException {
        Run run = new Run();
        int[] next = new int[1];
        int[] notSent = new int[1];
        OpenLoop.run(
                perSecond,
                length,
                due -> {
                    if (!run.tryPost(next[0]++ % devices.size(), due)) {
                        notSent[0]++;
                    }
                });
        awaitAnswers(PATIENCE);
        return run.answers(length, notSent[0]);
    }

    /**
     * @throws IllegalStateException if there are answers that don't come in this time
     */
    private void awaitAnswers(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (unanswered.get() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(unanswered + " posts have no answer");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private final class Run {
        private final Latencies latencies = new Latencies();
        private final AtomicIntegerArray byStatus = new AtomicIntegerArray(STATUSES);

        Answers answers(Duration length, int notSent) {
            return new Answers(length, latencies, byStatus, notSent);
        }

        private void next(int lane, int number, long end) {
            Device device = devices.get(number);
            int post = device.nextPost();
            long sent = System.nanoTime();
            unanswered.incrementAndGet();
            posts.post(
                    lane,
                    device.post(),
                    status -> {
                        answered(device, post, sent, status);
                        if (System.nanoTime() < end && status != HttpPosts.BROKEN) {
                            int after = number + connections;
                            next(lane, after < devices.size() ? after : lane, end);
                        }
                        unanswered.decrementAndGet();
                    });
        }

        private void post(int number, long due) {
            Device device = devices.get(number);
            int post = device.nextPost();
            unanswered.incrementAndGet();
            posts.post(
                    number % connections,
                    device.post(),
                    status -> {
                        answered(device, post, due, status);
                        unanswered.decrementAndGet();
                    });
        }

        /** Whether it was sent. */
        private boolean tryPost(int number, long due) {
            if (posts.isBusy(number % connections)) {
                return false;
            }
            post(number, due);
            return true;
        }

        private void answered(Device device, int post, long since, int status) {
            latencies.record(System.nanoTime() - since);
            byStatus.incrementAndGet(status);
            if (status == ACCEPTED) {
                device.accepted(post);
            }
        }
    }
}
