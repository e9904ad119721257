package dev.wardcast.eventlog.waveform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;

/**
 * A frame on its way to viewers.
 *
 * @param frame as the device sent it
 * @param rendered as viewers get it who want it as it is: made once for all of them
 */
public record PassedFrame(byte[] frame, byte[] rendered) {

    private static final int STREAM = 8;
    private static final int SEQUENCE = 16;

    static PassedFrame of(byte[] frame, UnaryOperator<byte[]> renderer) {
        return new PassedFrame(frame, renderer.apply(frame));
    }

    /** Whether it is long enough to have a head; vitals-ingest lets nothing else in. */
    static boolean isWhole(byte[] frame) {
        return frame.length >= SEQUENCE + Long.BYTES;
    }

    long stream() {
        return number(STREAM);
    }

    long sequence() {
        return number(SEQUENCE);
    }

    private long number(int place) {
        return ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getLong(place);
    }
}
