package dev.wardcast.bench.waveforms;

import dev.wardcast.eventlog.waveform.Lead;
import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.eventlog.waveform.WaveformFrame.Trace;
import dev.wardcast.eventlog.waveform.WaveformFrame.Unit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Frames of one stream: two leads, with the time at which each was due as that of its start. */
final class Wave {

    private static final int SAMPLES = WaveformsSettings.RATE / WaveformsSettings.FRAMES_PER_SECOND;

    private static final int STREAM = 8;
    private static final int SEQUENCE = 16;
    private static final int START = 24;
    private static final int FIRST_SAMPLE = 32;

    private final long stream = ThreadLocalRandom.current().nextLong();
    private final byte[] template;
    private long next;

    Wave() {
        template =
                WaveformCodec.encode(
                        new WaveformFrame(
                                stream,
                                0,
                                0,
                                0,
                                WaveformsSettings.RATE * 1_000,
                                1,
                                SAMPLES,
                                List.of(trace(Lead.MLII), trace(Lead.V5))));
    }

    private static Trace trace(Lead lead) {
        short[] values = new short[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = (short) (1_000 * Math.sin(i * 2 * Math.PI / SAMPLES));
        }
        return new Trace(lead, Unit.MILLIVOLT, (short) 0, 0.005f, values);
    }

    byte[] next(long startMicros) {
        byte[] frame = template.clone();
        ByteBuffer.wrap(frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SEQUENCE, next)
                .putLong(START, startMicros)
                .putLong(FIRST_SAMPLE, next * SAMPLES);
        next++;
        return frame;
    }

    /** Whoever connects first gets the last ten seconds, perhaps of another stream. */
    boolean owns(ByteBuffer frame) {
        return frame.order(ByteOrder.LITTLE_ENDIAN).getLong(STREAM) == stream;
    }

    static long sequence(ByteBuffer frame) {
        return frame.order(ByteOrder.LITTLE_ENDIAN).getLong(SEQUENCE);
    }

    static long startMicros(ByteBuffer frame) {
        return frame.order(ByteOrder.LITTLE_ENDIAN).getLong(START);
    }
}
