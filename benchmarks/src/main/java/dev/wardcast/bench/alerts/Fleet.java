package dev.wardcast.bench.alerts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.bench.load.HttpPosts;
import dev.wardcast.bench.report.Latencies;
import dev.wardcast.bench.subject.ProjectionDocuments;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A blood pressure monitor at each bed, each with its own key. One reading in so many is too high
 * and opens an alert, which the next reading of the same monitor ends; the monitors take turns.
 */
final class Fleet {

    private static final String TYPE = "monitor";

    /** Readings are so old when they are sent: no clock finds them in the future, and cuts them. */
    private static final long AGE_MICROS = TimeUnit.SECONDS.toMicros(1);

    private static final int ACCEPTED = 202;

    private final int beds;
    private final HttpPosts posts;
    private final Arrivals arrivals;
    private final int alertEach;
    private final long epochMicros;
    private final long nanoOrigin;
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicLong unanswered = new AtomicLong();
    private volatile Latencies answers = new Latencies();
    private long lastStamp;
    private long next;

    /**
     * @param alertEach one reading in so many opens an alert, at least 2
     */
    Fleet(int beds, int alertEach, HttpPosts posts, Arrivals arrivals) {
        this.beds = beds;
        this.posts = posts;
        this.arrivals = arrivals;
        this.alertEach = alertEach;
        epochMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        nanoOrigin = System.nanoTime();
    }

    static void register(ProjectionDocuments documents, int beds) {
        for (int bed = 0; bed < beds; bed++) {
            documents.patient(patient(bed));
            documents.device(TYPE, device(bed), key(bed), patient(bed));
        }
    }

    static String patient(int bed) {
        return "bench-bed-" + bed;
    }

    private static String device(int bed) {
        return "bench-monitor-" + bed;
    }

    private static String key(int bed) {
        return "bench-key-" + bed;
    }

    /** From now on it is counted here how long devices wait for their answers. */
    void record(Latencies into) {
        answers = into;
    }

    /** The next monitor's post. */
    void post(long due) {
        int bed = (int) (next % beds);
        boolean high = (next / beds + bed) % alertEach == 0;
        next++;
        long stamp = stamp(due);
        if (high) {
            arrivals.expect(stamp, due);
        }
        unanswered.incrementAndGet();
        posts.post(
                bed,
                request(bed, stamp, high),
                status -> {
                    answers.record(System.nanoTime() - due);
                    if (status != ACCEPTED) {
                        turnedAway.incrementAndGet();
                        arrivals.forget(stamp);
                    }
                    unanswered.decrementAndGet();
                });
    }

    /** Ends every alert, so that whatever went before, a high reading opens one again. */
    void calm() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(beds);
        for (int bed = 0; bed < beds; bed++) {
            byte[] request = request(bed, stamp(System.nanoTime()), false);
            posts.post(bed, request, status -> left.countDown());
        }
        if (!left.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("devices wait for answers for more than a minute");
        }
        turnedAway.set(0);
    }

    /** Posts since the last {@link #calm} that were not accepted. */
    int turnedAway() {
        return turnedAway.get();
    }

    /**
     * Returns when every device has its answer.
     *
     * @throws IllegalStateException if one waits longer
     */
    void awaitAnswers(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (unanswered.get() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(unanswered + " posts have no answer");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private long stamp(long due) {
        long micros = epochMicros + (due - nanoOrigin) / 1_000 - AGE_MICROS;
        lastStamp = Math.max(lastStamp + 1, micros);
        return lastStamp;
    }

    private static byte[] request(int bed, long stamp, boolean high) {
        String body =
                """
                {"device_type":"%s","device_id":"%s","patient_id":"%s","data_type":"blood_pressure",\
                "values":{"systolic":%d,"diastolic":%d},"timestamp":"%s","sequence":%d}\
                """
                        .formatted(
                                TYPE,
                                device(bed),
                                patient(bed),
                                high ? 150 : 112,
                                high ? 95 : 72,
                                Instant.EPOCH.plus(stamp, ChronoUnit.MICROS),
                                stamp);
        return """
        POST /api/v1/devices/data HTTP/1.1\r
        Host: localhost\r
        X-Device-Key: %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s\
        """
                .formatted(key(bed), body.length(), body)
                .getBytes(US_ASCII);
    }
}
