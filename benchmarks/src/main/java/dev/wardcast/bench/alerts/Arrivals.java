package dev.wardcast.bench.alerts;

import dev.wardcast.bench.report.Latencies;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which alerts are on their way, and how long they took. An alert says when its reading was taken
 * ({@code context.taken_at}), to the microsecond, and no two readings here are taken at the same
 * one: that is how an alert is known again. One that comes twice, or that nobody sent, is an error.
 */
final class Arrivals {

    private static final String TAKEN_AT = "\"taken_at\":\"";

    /** What the latency is measured with; other alerts about the same patients don't count. */
    private static final String KIND = "\"alert_type\":\"high_blood_pressure\"";

    private static final String OPENED = "\"event\":\"alert\"";

    private final Map<Long, Long> dueByStamp = new ConcurrentHashMap<>();
    private final AtomicReference<String> wrong = new AtomicReference<>("");
    private volatile Latencies latencies = new Latencies();
    private volatile long lastCame = System.nanoTime();

    /** From now on latencies are counted here. */
    void record(Latencies into) {
        latencies = into;
    }

    /**
     * @param stamp the reading's time, microseconds since 1970
     * @param due when it was to be sent, as of {@link System#nanoTime}
     */
    void expect(long stamp, long due) {
        dueByStamp.put(stamp, due);
    }

    /** It was not taken, so nothing will come of it. */
    void forget(long stamp) {
        dueByStamp.remove(stamp);
    }

    /** From a stream. */
    void arrived(String alert, long at) {
        int from = alert.indexOf(TAKEN_AT) + TAKEN_AT.length();
        if (!alert.contains(KIND) || !alert.contains(OPENED) || from < TAKEN_AT.length()) {
            return;
        }
        lastCame = at;
        Instant takenAt = Instant.parse(alert.substring(from, alert.indexOf('"', from)));
        Long due = dueByStamp.remove(ChronoUnit.MICROS.between(Instant.EPOCH, takenAt));
        if (due == null) {
            wrong.compareAndSet("", "nobody waits for this alert: " + alert);
        } else {
            latencies.record(at - due);
        }
    }

    /**
     * Returns when all have come.
     *
     * @return whether they have, within this time
     */
    boolean awaitAll(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!dueByStamp.isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return true;
    }

    /** Returns when nothing has come for so long; then nobody waits for anything any more. */
    void settle(Duration quiet) throws InterruptedException {
        lastCame = System.nanoTime();
        for (long left; (left = lastCame + quiet.toNanos() - System.nanoTime()) > 0; ) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        dueByStamp.clear();
    }

    void requireSound() {
        String what = wrong.get();
        if (!what.isEmpty()) {
            throw new IllegalStateException(what);
        }
    }
}
