package dev.wardcast.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the machine's disk takes meanwhile to keep a page of 8 KB: fifty a second, each written
 * over another and forced. Whoever answers only when something is kept waits for it, and can't be
 * faster. Time counts from the moment at which a page was due, so a disk that stands still for a
 * second is slow for all the pages of it.
 */
public final class DiskProbe implements AutoCloseable {

    private static final String P50 = "disk p50 ms";
    private static final String P99 = "disk p99 ms";
    private static final int PAGE = 8_192;
    private static final int PAGES = 128;
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(20);

    private final FileChannel file;
    private final Thread thread;
    private volatile Latencies latencies = new Latencies();
    private volatile boolean closed;

    /**
     * @param directory on the disk in question; a file of 1 MB stays there
     * @throws UncheckedIOException if it can't be written to
     */
    public DiskProbe(Path directory) {
        try {
            file =
                    FileChannel.open(
                            directory.resolve("disk-probe"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            // The pages are there from the beginning, as those of a log that is used again.
            file.write(ByteBuffer.allocate(PAGES * PAGE), 0);
            file.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().name("disk-probe").start(this::run);
    }

    /** From now on it is counted here. */
    public void record(Latencies into) {
        latencies = into;
    }

    /** What a report says of its figures. */
    public static String method() {
        return """
        - `disk` is what a page of 8 KB takes meanwhile to be kept by the disk that both write to, fifty a second and each
          from the moment at which it was due: who answers only when something is kept can be no faster.
        """;
    }

    /** A line that sets what somebody took beside what the disk took meanwhile; of medians. */
    public static String ratios(List<Medians> rows) {
        List<String> ratios = new ArrayList<>();
        for (Medians row : rows) {
            row.spread("p99 ms")
                    .flatMap(took ->
                            row.spread(P99).map(disk -> Numbers.of(took.median() / disk.median())))
                    .ifPresent(ratio -> ratios.add(row.load() + " " + ratio));
        }
        return "Wardcast ÷ disk, p99 ms: " + String.join("; ", ratios) + ".\n";
    }

    /** As a report has them. */
    public static Map<String, Double> figures(Latencies disk) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(P50, disk.percentile(50));
        figures.put(P99, disk.percentile(99));
        return figures;
    }

    private void run() {
        ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
        long due = System.nanoTime();
        try {
            for (int i = 0; !closed; i = (i + 1) % PAGES) {
                due += BETWEEN;
                for (long left; !closed && (left = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(left);
                }
                file.write(page.clear(), (long) i * PAGE);
                file.force(false);
                latencies.record(System.nanoTime() - due);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(10));
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
