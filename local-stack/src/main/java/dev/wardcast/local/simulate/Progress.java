package dev.wardcast.local.simulate;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts, and says how far things are: on a terminal in one line that is written over, elsewhere in
 * a line every five seconds.
 */
final class Progress implements AutoCloseable {

    private final PrintWriter out;
    private final boolean terminal;
    private final long startedAt = System.nanoTime();
    private final LongAdder posted = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Thread reporter;
    private volatile String reason = "";

    Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.reporter = Thread.ofVirtual().name("progress").unstarted(this::report);
    }

    Progress start() {
        reporter.start();
        return this;
    }

    void count(int readings, DeviceClient.Outcome outcome) {
        posted.add(readings);
        accepted.add(outcome.accepted());
        refused.add(outcome.refused());
        failed.add(outcome.failed());
        outcome.reason().ifPresent(text -> reason = text);
    }

    private void report() {
        Duration pause = terminal ? Duration.ofMillis(500) : Duration.ofSeconds(5);
        try {
            while (true) {
                Thread.sleep(pause);
                if (terminal) {
                    out.print("\r\u001b[K" + line());
                } else {
                    out.println(line());
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            // The end: the last line is written by close.
        }
    }

    /** Since the start. */
    String line() {
        double seconds = Math.max(1e-3, (System.nanoTime() - startedAt) / 1e9);
        String line =
                String.format(
                        Locale.ROOT,
                        "posted %d, accepted %d, refused %d, failed %d, %.1f/s, %.0f s",
                        posted.sum(),
                        accepted.sum(),
                        refused.sum(),
                        failed.sum(),
                        posted.sum() / seconds,
                        seconds);
        return reason.isEmpty() ? line : line + " (" + reason + ")";
    }

    /** Writes the last line, unless nothing was ever posted. */
    @Override
    public void close() {
        reporter.interrupt();
        if (posted.sum() == 0) {
            return;
        }
        out.println((terminal ? "\r\u001b[K" : "") + line());
        out.flush();
    }
}
