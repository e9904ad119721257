package dev.wardcast.bench.fanout;

import dev.wardcast.bench.load.Load;
import dev.wardcast.bench.load.Receiver;
import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.report.ProcFs;
import dev.wardcast.bench.subject.Contender;
import dev.wardcast.bench.subject.Setting;
import dev.wardcast.bench.subject.Subject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** One server, freshly started, with its clients. */
final class Trial implements AutoCloseable {

    private static final Duration CONNECTING = Duration.ofMinutes(5);
    private static final long LONGEST_LATENCY = TimeUnit.MINUTES.toNanos(2);

    private final FanoutSettings settings;
    private final Subject subject;
    private final Receiver receiver;
    private final Load load;
    private int connected;

    Trial(FanoutSettings settings, Contender contender, Setting setting) {
        this.settings = settings;
        this.subject = contender.start(setting);
        this.receiver = new Receiver(subject.port(), setting.transport(), setting.rooms());
        this.load = new Load(receiver, subject.publisher(), setting.rooms(), settings.eventSize());
    }

    void connect(int connections) throws InterruptedException {
        connect(connections, subject::request);
    }

    private void connect(int connections, IntFunction<Request> request)
            throws InterruptedException {
        try {
            receiver.connect(connections, request)
                    .get(CONNECTING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(connections + " connections could not be made", e);
        }
        connected = connections;
    }

    Map<Metric, Double> topRate() throws InterruptedException {
        Stages stages = new Stages(false);
        load.first();
        load.closedLoop(settings.warmUp(), settings.measured(), settings.window(), stages);
        return stages.values();
    }

    /**
     * @param deliveriesPerSecond the rate of sending is this, divided by the clients of a room
     */
    Map<Metric, Double> latency(double deliveriesPerSecond, int rooms) throws InterruptedException {
        Stages stages = new Stages(true);
        double eventsPerSecond = deliveriesPerSecond / ((double) connected / rooms);
        load.first();
        load.openLoop(settings.warmUp(), settings.measured(), eventsPerSecond, stages);
        Map<Metric, Double> values = stages.values();
        values.put(Metric.OFFERED, deliveriesPerSecond);
        return values;
    }

    /** Connects so many clients, cuts them off, and has them back. */
    Map<Metric, Double> storm(int connections) throws InterruptedException {
        Storm storm = new Storm(subject, receiver, load, connections);
        connect(connections, storm::request);
        load.first();
        return storm.run();
    }

    /** Bytes in memory and, of a JVM, of live objects among them. */
    record Memory(long resident, long live) {}

    /** Without what is only waiting for a collection. */
    Memory memory() {
        long live = subject.collectGarbage().orElse(0);
        return new Memory(ProcFs.residentBytes(subject.processes()), live);
    }

    /** Frames that were no events, since the beginning. */
    long otherFrames() {
        return receiver.otherFrames();
    }

    /**
     * @throws IllegalStateException if a connection ended
     */
    void requireSound() {
        receiver.requireSound();
    }

    @Override
    public void close() {
        receiver.close();
        subject.close();
    }

    private final class Stages implements Load.Stages {
        private final Histogram latencies = new Histogram(LONGEST_LATENCY, 3);
        private final boolean recorded;
        private final AtomicReference<Usage> began = new AtomicReference<>();
        private final AtomicReference<Map<Metric, Double>> values = new AtomicReference<>();

        Stages(boolean recorded) {
            this.recorded = recorded;
        }

        @Override
        public void begin() {
            if (recorded) {
                receiver.record(latencies).join();
            }
            began.set(Usage.now(subject, receiver));
        }

        @Override
        public void end() {
            values.set(began.get().until(Usage.now(subject, receiver)));
            receiver.record(null).join();
        }

        Map<Metric, Double> values() {
            Map<Metric, Double> all = new EnumMap<>(values.get());
            if (recorded) {
                all.put(Metric.P50, latencies.getValueAtPercentile(50) / 1e6);
                all.put(Metric.P99, latencies.getValueAtPercentile(99) / 1e6);
                all.put(Metric.P999, latencies.getValueAtPercentile(99.9) / 1e6);
                all.put(Metric.MAX, latencies.getMaxValue() / 1e6);
            }
            return all;
        }
    }
}
