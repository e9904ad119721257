package dev.wardcast.vitals.waveform;

import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.eventlog.waveform.WaveformException;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import java.util.Optional;

/** What a device may send, beyond being a frame. */
final class FrameRules {

    private static final int LEAST_RATE_MILLIHERTZ = 50_000;

    private FrameRules() {}

    /**
     * @param frame read from the bytes
     * @param fault what is wrong with it, field by field as elsewhere; empty if nothing is
     */
    record Judged(Optional<WaveformFrame> frame, String fault) {}

    static Judged judge(byte[] bytes) {
        WaveformFrame frame;
        try {
            frame = WaveformCodec.decode(bytes);
        } catch (WaveformException malformed) {
            return refused(String.valueOf(malformed.getMessage()));
        }
        if (frame.decimation() != 1) {
            return refused("decimation: " + frame.decimation() + " (expected: 1)");
        }
        if (frame.rateMilliHertz() < LEAST_RATE_MILLIHERTZ) {
            return refused("rate: " + frame.rateMilliHertz() + " (expected: 50000 to 1000000)");
        }
        if (frame.samples() > frame.rate()) {
            return refused("samples: " + frame.samples() + " (expected: at most a second)");
        }
        return new Judged(Optional.of(frame), "");
    }

    private static Judged refused(String fault) {
        return new Judged(Optional.empty(), fault);
    }
}
