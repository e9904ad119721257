package dev.wardcast.bench.waveforms;

import dev.wardcast.bench.load.OpenLoop;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.Latencies;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Devices that stream and a viewer for each. Whoever misses a frame, gets one twice, is told that
 * one was lost, or is closed, makes the run worthless.
 */
final class Ward implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Frames without an acknowledgement that a device may have. */
    private static final int CREDIT = 32;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<Bed> beds = new ArrayList<>();
    private final Relay relay;
    private final AtomicReference<String> wrong = new AtomicReference<>("");
    private final AtomicLong arrived = new AtomicLong();
    private final long nanoOrigin = System.nanoTime();
    private final long epochMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    private volatile Latencies latencies = new Latencies();
    private long sent;

    Ward(Relay relay, int streams) {
        this.relay = relay;
        try {
            for (int i = 0; i < streams; i++) {
                beds.add(new Bed(i));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Streams for a while; what came of it. */
    Map<String, Double> run(Duration length) throws InterruptedException {
        Latencies into = new Latencies();
        latencies = into;
        CpuMeter meter = relay.meter();
        CpuMeter.Reading before = meter.read();
        double rate = (double) beds.size() * WaveformsSettings.FRAMES_PER_SECOND;
        OpenLoop.run(rate, length, this::next);
        CpuMeter.Reading after = meter.read();
        awaitArrivals();
        Map<String, Double> figures = into.figures();
        figures.put("frames/s", into.count() * 1e9 / length.toNanos());
        figures.putAll(after.cores(before));
        return figures;
    }

    private void next(long due) {
        beds.get((int) (sent % beds.size())).send(micros(due));
        sent++;
    }

    private void awaitArrivals() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (arrived.get() < sent && wrong.get().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%d of %d frames arrived".formatted(arrived.get(), sent));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        if (!wrong.get().isEmpty()) {
            throw new IllegalStateException(wrong.get());
        }
    }

    private long micros(long nanos) {
        return epochMicros + TimeUnit.NANOSECONDS.toMicros(nanos - nanoOrigin);
    }

    private void fail(String what) {
        wrong.compareAndSet("", what);
    }

    @Override
    public void close() {
        beds.forEach(Bed::close);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Bed {

        private final Wave wave = new Wave();
        private final Socket viewer;
        private final Socket device;
        private final AtomicLong unacknowledged = new AtomicLong();
        private long expected;
        private volatile boolean over;

        Bed(int number) {
            viewer = Socket.open(loop, relay.viewer(number), new Watching());
            device = Socket.open(loop, relay.device(number), new Sending());
        }

        void send(long dueMicros) {
            if (unacknowledged.incrementAndGet() > CREDIT) {
                fail("a device has " + CREDIT + " frames that nobody acknowledged");
                return;
            }
            device.send(wave.next(dueMicros));
        }

        void close() {
            over = true;
            device.close();
            viewer.close();
        }

        private final class Watching implements Socket.Receiver {
            @Override
            public void binary(ByteBuffer frame) {
                if (!wave.owns(frame)) {
                    return;
                }
                long now = micros(System.nanoTime());
                long sequence = Wave.sequence(frame);
                if (sequence != expected) {
                    fail("frame " + sequence + " (expected: " + expected + ")");
                }
                expected = sequence + 1;
                latencies.record(TimeUnit.MICROSECONDS.toNanos(now - Wave.startMicros(frame)));
                arrived.incrementAndGet();
            }

            @Override
            public void text(String message) {
                if (message.contains("\"gap\"")) {
                    fail(message);
                }
            }

            @Override
            public void ended(String why) {
                if (!over) {
                    fail("a viewer was closed: " + why);
                }
            }
        }

        private final class Sending implements Socket.Receiver {

            private long acknowledged = -1;

            @Override
            public void binary(ByteBuffer message) {
                fail("a device was sent a frame");
            }

            @Override
            public void text(String message) {
                if (message.contains("\"type\":\"ack\"")) {
                    long upTo = number(message, "\"sequence\":");
                    unacknowledged.addAndGet(acknowledged - upTo);
                    acknowledged = upTo;
                    if (number(message, "\"lost\":") > 0) {
                        fail(message);
                    }
                } else if (message.contains("\"pause\"") || message.contains("\"error\"")) {
                    fail(message);
                }
            }

            @Override
            public void ended(String why) {
                if (!over) {
                    fail("a device was closed: " + why);
                }
            }
        }
    }

    /** 0 where there is none. */
    private static long number(String message, String name) {
        int at = message.indexOf(name);
        if (at < 0) {
            return 0;
        }
        int from = at + name.length();
        int to = from;
        while (to < message.length() && Character.isDigit(message.charAt(to))) {
            to++;
        }
        return Long.parseLong(message, from, to, 10);
    }
}
