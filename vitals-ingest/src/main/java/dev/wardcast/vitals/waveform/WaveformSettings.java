package dev.wardcast.vitals.waveform;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How much devices may stream to this node.
 *
 * @param maxStreams WebSockets of devices; more are answered 503
 * @param window frames that a device may send ahead of what was acknowledged
 * @param bytesPerSecond what one stream may bring in the long run; acknowledgements wait for it
 * @param maxInFlight bytes of frames of all streams that are on their way to Redis; what comes on
 *     top is lost, and acknowledged as such
 */
@ConfigurationProperties("wardcast.vitals.waveform")
public record WaveformSettings(
        @Bindable(defaultValue = "1000") @Min(1) int maxStreams,
        @Bindable(defaultValue = "32") @Min(1) @Max(1000) int window,
        @Bindable(defaultValue = "131072") @Min(1024) int bytesPerSecond,
        @Bindable(defaultValue = "33554432") @Min(65536) int maxInFlight) {}
