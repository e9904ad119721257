package dev.wardcast.vitals.waveform;

import dev.wardcast.eventlog.waveform.WaveformLog;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/** What the device streams of this node have in common. */
@Singleton
final class DeviceHost {

    private final WaveformLog log;
    private final DeviceStreams streams;
    private final WaveformMetrics metrics;
    private final WaveformSettings settings;
    private final InFlightBytes inFlight;

    DeviceHost(
            WaveformLog log,
            DeviceStreams streams,
            WaveformMetrics metrics,
            WaveformSettings settings) {
        this.log = log;
        this.streams = streams;
        this.metrics = metrics;
        this.settings = settings;
        this.inFlight = new InFlightBytes(settings.maxInFlight());
        metrics.watch(streams, inFlight);
    }

    FlowControl flow(long nowNanos) {
        return new FlowControl(settings.window(), settings.bytesPerSecond(), nowNanos);
    }

    Forwarder forwarder(Source source, Executor loop, Forwarder.Listener listener) {
        return new Forwarder(log, source, inFlight, loop, listener);
    }

    WaveformLog log() {
        return log;
    }

    DeviceStreams streams() {
        return streams;
    }

    WaveformMetrics metrics() {
        return metrics;
    }

    WaveformSettings settings() {
        return settings;
    }

    InFlightBytes inFlight() {
        return inFlight;
    }
}
