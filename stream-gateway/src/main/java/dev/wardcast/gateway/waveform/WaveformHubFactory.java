package dev.wardcast.gateway.waveform;

import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.waveform.WaveformHub;
import dev.wardcast.eventlog.waveform.WaveformLog;
import dev.wardcast.kit.websocket.WebSocketFrames;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;

/** This node's ear for waveforms. */
@Factory
final class WaveformHubFactory {

    @Context
    @Bean(preDestroy = "close")
    WaveformHub waveformHub(WaveformLog log, LogOptions options) {
        WaveformHub hub = new WaveformHub(log, WebSocketFrames::binary, options.check());
        hub.start();
        return hub;
    }
}
