package dev.wardcast.bench.ingest;

import dev.wardcast.bench.report.CpuMeter;

/** Who takes the posts. */
interface Intake extends AutoCloseable {

    int port();

    CpuMeter meter();

    /**
     * Waits until all that was accepted is where it belongs.
     *
     * @param accepted readings, since the beginning
     * @return after how many seconds it was; less than 0 where there is nothing behind the queue
     */
    double settle(long accepted) throws InterruptedException;

    @Override
    void close();
}
