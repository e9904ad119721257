package dev.wardcast.system;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Beds whose devices raise and end an alert over and over, and people who look at what there is,
 * all at a steady pace. What they are answered may be "later" and nothing worse.
 */
final class SteadyWard implements AutoCloseable {

    private static final long PACE_MILLIS = 100;
    private static final String HIGH =
            "\"blood_pressure\",\"values\":{\"systolic\":190,\"diastolic\":125}";
    private static final String NORMAL =
            "\"blood_pressure\",\"values\":{\"systolic\":120,\"diastolic\":80}";

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);
    private final ConcurrentLinkedQueue<String> unfit = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Instant> lastTaken = new AtomicReference<>(Instant.EPOCH);
    private final List<Device> devices;
    private final List<? extends Future<?>> work;

    SteadyWard(List<Device> devices, Person person) {
        this.devices = devices;
        this.work =
                Stream.concat(
                                devices.stream().map(this::bed),
                                Stream.of(
                                        asking(person, "/api/v1/alerts?limit=1"),
                                        asking(person, "/api/v1/auth/me"),
                                        asking(person, "/api/v1/patients/patient-1/vitals")))
                        .map(this::steadily)
                        .toList();
    }

    private Future<?> steadily(Callable<HttpResponse<String>> step) {
        return clock.scheduleAtFixedRate(
                () -> {
                    try {
                        judge(step.call());
                    } catch (Exception e) {
                        unfit.add(e.toString());
                    }
                },
                0,
                PACE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void judge(HttpResponse<String> answer) {
        boolean later =
                answer.statusCode() == 503
                        && answer.headers().firstValue("Retry-After").isPresent();
        if (answer.statusCode() / 100 != 2 && !later) {
            unfit.add(answer.request().uri() + " " + answer.statusCode() + " " + answer.body());
        }
    }

    private Callable<HttpResponse<String>> bed(Device device) {
        boolean[] high = {true};
        return () -> {
            Instant now = Instant.now();
            HttpResponse<String> answer = device.post(high[0] ? HIGH : NORMAL);
            if (answer.statusCode() == 202) {
                high[0] = !high[0];
                lastTaken.accumulateAndGet(now, (a, b) -> a.isAfter(b) ? a : b);
            }
            return answer;
        };
    }

    private static Callable<HttpResponse<String>> asking(Person person, String path) {
        return () -> person.get(path);
    }

    /** Whether a reading that was posted after this moment was taken. */
    boolean tookAfter(Instant moment) {
        return lastTaken.get().isAfter(moment);
    }

    /** Answers that nobody should get. */
    List<String> unfit() {
        return List.copyOf(unfit);
    }

    /** Ends the work, and raises one last alert for each bed. */
    void end() throws Exception {
        work.forEach(each -> each.cancel(false));
        clock.shutdown();
        if (!clock.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new AssertionError("a request was not answered");
        }
        for (Device device : devices) {
            await().until(() -> device.post(NORMAL).statusCode() == 202);
            await().until(() -> device.post(HIGH).statusCode() == 202);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
