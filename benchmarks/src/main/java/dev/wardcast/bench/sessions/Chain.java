package dev.wardcast.bench.sessions;

import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.report.CpuMeter;

/** A way from a reporter to watchers. */
interface Chain extends AutoCloseable {

    /** Where watchers connect to, on 127.0.0.1. */
    int port();

    /** What a watcher of this session says first. */
    Request watch(int watcher, int session);

    /**
     * Reports a step, without waiting.
     *
     * @param progress percent, one more than before
     */
    void report(int session, int progress, String message);

    /**
     * @throws IllegalStateException if a report was refused
     */
    void requireSound();

    CpuMeter meter();

    @Override
    void close();
}
