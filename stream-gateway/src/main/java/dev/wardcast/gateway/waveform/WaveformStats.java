package dev.wardcast.gateway.waveform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** How many watch waveforms, and what they get. */
@Singleton
final class WaveformStats {

    private final MeterRegistry registry;
    private final Counter sent;
    private final Counter dropped;

    WaveformStats(MeterRegistry registry) {
        this.registry = registry;
        this.sent = registry.counter("wardcast.gateway.waveform.frames", "result", "sent");
        this.dropped = registry.counter("wardcast.gateway.waveform.frames", "result", "dropped");
    }

    void watch(Supplier<Number> viewers, Supplier<Number> patients) {
        Gauge.builder("wardcast.gateway.waveform.viewers", viewers).register(registry);
        Gauge.builder("wardcast.gateway.waveform.patients", patients).register(registry);
    }

    void sent(int frames) {
        sent.increment(frames);
    }

    /** A frame that a client did not get because it did not read. */
    void dropped() {
        dropped.increment();
    }
}
