package dev.wardcast.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Latencies, from any thread, to three digits. */
public final class Latencies {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

    private final Histogram nanos = new ConcurrentHistogram(LONGEST, 3);

    public void record(long latency) {
        nanos.recordValue(Math.clamp(latency, 0, LONGEST));
    }

    public long count() {
        return nanos.getTotalCount();
    }

    /** In milliseconds. */
    public double percentile(double percent) {
        return nanos.getValueAtPercentile(percent) / 1e6;
    }

    /** As a report has them. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p50 ms", percentile(50));
        figures.put("p99 ms", percentile(99));
        figures.put("p99.9 ms", percentile(99.9));
        figures.put("max ms", nanos.getMaxValue() / 1e6);
        return figures;
    }
}
