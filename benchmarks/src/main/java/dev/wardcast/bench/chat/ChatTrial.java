package dev.wardcast.bench.chat;

import dev.wardcast.bench.load.Load;
import dev.wardcast.bench.load.Receiver;
import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.DiskProbe;
import dev.wardcast.bench.report.Latencies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** All users online, and messages at one rate after the other. Each must come once and in order. */
final class ChatTrial implements AutoCloseable {

    private static final long CONNECTING_SECONDS = 300;
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);
    private static final int EVENT = 256;

    private final ChatSettings settings;
    private final Talk talk;
    private final Receiver receiver;
    private final Load load;

    ChatTrial(ChatSettings settings, Circles circles, Talk talk) throws InterruptedException {
        this.settings = settings;
        this.talk = talk;
        this.receiver = new Receiver(talk.port(), Transport.SSE, circles.count());
        this.load = new Load(receiver, talk.publisher(), circles.count(), EVENT);
        try {
            receiver.connect(settings.users(), talk::stream)
                    .get(CONNECTING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            receiver.close();
            throw new IllegalStateException(settings.users() + " users did not get online", e);
        }
    }

    /** Latency counts from the moment at which a message was due to each reading of it. */
    Map<String, Double> at(double messagesPerSecond) throws InterruptedException {
        Stages stages = new Stages();
        load.openLoop(settings.warmUp(), settings.measured(), messagesPerSecond, stages);
        return stages.figures();
    }

    private final class Stages implements Load.Stages {
        private final Histogram latencies = new Histogram(LONGEST, 3);
        private final Latencies pages = new Latencies();
        private final CpuMeter meter = talk.meter();
        private final AtomicReference<CpuMeter.Reading> began = new AtomicReference<>();
        private final Map<String, Double> figures = new LinkedHashMap<>();
        private long deliveredBefore;
        private long beganAt;

        @Override
        public void begin() {
            receiver.record(latencies).join();
            deliveredBefore = receiver.delivered();
            beganAt = System.nanoTime();
            talk.disk().ifPresent(disk -> disk.record(pages));
            began.set(meter.read());
        }

        @Override
        public void end() {
            CpuMeter.Reading after = meter.read();
            double seconds = (System.nanoTime() - beganAt) / 1e9;
            receiver.record(null).join();
            figures.put("p50 ms", latencies.getValueAtPercentile(50) / 1e6);
            figures.put("p99 ms", latencies.getValueAtPercentile(99) / 1e6);
            figures.put("p99.9 ms", latencies.getValueAtPercentile(99.9) / 1e6);
            figures.put("max ms", latencies.getMaxValue() / 1e6);
            figures.put("deliveries/s", (receiver.delivered() - deliveredBefore) / seconds);
            talk.disk().ifPresent(disk -> figures.putAll(DiskProbe.figures(pages)));
            figures.putAll(after.cores(began.get()));
        }

        Map<String, Double> figures() {
            return figures;
        }
    }

    @Override
    public void close() {
        receiver.close();
    }
}
