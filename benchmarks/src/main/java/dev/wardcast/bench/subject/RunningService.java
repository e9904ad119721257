package dev.wardcast.bench.subject;

/** A process of ours that takes connections and tells its figures at {@code /metrics}. */
public record RunningService(ChildProcess process, int port) implements AutoCloseable {

    public long pid() {
        return process.pid();
    }

    /**
     * @throws IllegalStateException if it has no such metric
     */
    public double metric(String name) {
        return PrometheusPage.of(port).value(name);
    }

    /** Bytes of what is alive in its heap, after a full collection. */
    public long aliveBytes() {
        return JvmMemory.collect(pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
