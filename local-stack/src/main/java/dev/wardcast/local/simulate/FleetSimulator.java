package dev.wardcast.local.simulate;

import dev.wardcast.local.simulate.DeviceClient.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Devices that post plausible vitals, each on its own thread, together at a given rate.
 *
 * <p>A device posts at most twice a second; where it measures more often, posts carry several
 * readings. A device that the server holds up goes on at its pace later, without making up for what
 * it missed: overload is never answered with more load.
 */
final class FleetSimulator {

    private static final double POSTS_PER_SECOND = 2;

    /** As many as one post may carry. */
    private static final int LARGEST_POST = 1_000;

    private final List<DeviceClient> devices;
    private final Plan plan;
    private final Progress progress;

    /**
     * @param rate readings per second, of all devices together
     * @param duration when to end, if ever
     */
    record Plan(double rate, long seed, Optional<Duration> duration) {}

    FleetSimulator(List<DeviceClient> devices, Plan plan, Progress progress) {
        this.devices = List.copyOf(devices);
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Returns when the duration is over.
     *
     * @throws InterruptedException when this thread is interrupted; all devices have stopped then
     * @throws SimulationException when one of the devices cannot go on
     */
    void run() throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(threads);
            long start = System.nanoTime();
            for (int i = 0; i < devices.size(); i++) {
                int index = i;
                running.submit(() -> {
                    play(index, start);
                    return null;
                });
            }
            for (int i = 0; i < devices.size(); i++) {
                running.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SimulationException known
                    ? known
                    : new SimulationException("The simulator failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private void play(int index, long start) throws InterruptedException {
        double secondsPerReading = devices.size() / plan.rate();
        int readingsPerPost =
                (int)
                        Math.clamp(
                                Math.ceil(1 / (POSTS_PER_SECOND * secondsPerReading)),
                                1,
                                LARGEST_POST);
        Duration reading = Duration.ofNanos(Math.round(secondsPerReading * 1e9));
        Duration interval = reading.multipliedBy(readingsPerPost);
        PatientModel patient = new PatientModel(plan.seed(), index, secondsPerReading);
        // Spread over the interval, so that the server sees a flow and not a beat.
        long next = start + interval.toNanos() * index / devices.size();
        long end =
                plan.duration().map(duration -> start + duration.toNanos()).orElse(Long.MAX_VALUE);
        while (next < end) {
            Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            List<Taken> readings = measure(patient, readingsPerPost, reading);
            progress.count(readings.size(), devices.get(index).post(readings));
            next = Math.max(next + interval.toNanos(), System.nanoTime());
        }
    }

    /** The readings since the last post, each with the time at which it was due. */
    private static List<Taken> measure(PatientModel patient, int count, Duration each) {
        Instant now = Instant.now();
        List<Taken> readings = new ArrayList<>(count);
        for (int left = count - 1; left >= 0; left--) {
            readings.add(new Taken(patient.next(), now.minus(each.multipliedBy(left))));
        }
        return readings;
    }
}
