package dev.wardcast.vitals.waveform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** What became of the frames that devices streamed, and of the streams. */
@Singleton
final class WaveformMetrics {

    private static final String FRAMES = "wardcast.vitals.waveform.frames";

    private final MeterRegistry registry;
    private final Counter passed;
    private final Counter lost;
    private final Counter repeated;

    WaveformMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.passed = registry.counter(FRAMES, "result", "passed");
        this.lost = registry.counter(FRAMES, "result", "lost");
        this.repeated = registry.counter(FRAMES, "result", "repeated");
    }

    void watch(DeviceStreams streams, InFlightBytes inFlight) {
        registry.gauge("wardcast.vitals.waveform.streams", streams, DeviceStreams::count);
        registry.gauge("wardcast.vitals.waveform.in.flight", inFlight, InFlightBytes::now);
    }

    void passed(Forwarder.Batch batch) {
        passed.increment(batch.frames() - batch.lost() - batch.repeated());
        lost.increment(batch.lost());
        repeated.increment(batch.repeated());
    }

    void ended(DeviceEnding ending) {
        registry.counter("wardcast.vitals.waveform.endings", "reason", ending.reason()).increment();
    }
}
