package dev.wardcast.eventlog.waveform;

import dev.wardcast.eventlog.waveform.WaveformFrame.Trace;
import dev.wardcast.eventlog.waveform.WaveformFrame.Unit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames as bytes: little-endian, so that a browser reads the samples in place. A head of {@value
 * #HEAD} bytes, {@value #LEAD} for each lead, then the samples, lead by lead.
 */
public final class WaveformCodec {

    public static final int VERSION = 1;

    /** Bytes of the largest frame that a device may send; smaller ones reach viewers sooner. */
    public static final int MOST_BYTES = 16_384;

    private static final int HEAD = 44;
    private static final int LEAD = 8;

    private WaveformCodec() {}

    public static byte[] encode(WaveformFrame frame) {
        int leads = frame.traces().size();
        ByteBuffer out =
                ByteBuffer.allocate(HEAD + leads * (LEAD + 2 * frame.samples()))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) VERSION)
                        .put((byte) leads)
                        .putShort((short) frame.samples())
                        .putInt(frame.rateMilliHertz())
                        .putLong(frame.stream())
                        .putLong(frame.sequence())
                        .putLong(frame.startMicros())
                        .putLong(frame.firstSample())
                        .putShort((short) frame.decimation())
                        .putShort((short) 0);
        for (Trace trace : frame.traces()) {
            out.put((byte) trace.lead().code())
                    .put((byte) trace.unit().ordinal())
                    .putShort(trace.baseline())
                    .putFloat(trace.scale());
        }
        for (Trace trace : frame.traces()) {
            out.asShortBuffer().put(trace.values());
            out.position(out.position() + 2 * frame.samples());
        }
        return out.array();
    }

    /**
     * Reads exactly one frame.
     *
     * @throws WaveformException if it is none: too short, too long, of another version, or with a
     *     value outside of its range
     */
    public static WaveformFrame decode(byte[] bytes) throws WaveformException {
        if (bytes.length < HEAD || bytes.length > MOST_BYTES) {
            throw new WaveformException(
                    "length", bytes.length + " bytes", HEAD + " to " + MOST_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int version = in.get();
        if (version != VERSION) {
            throw new WaveformException("version", version & 0xff, Integer.toString(VERSION));
        }
        int leads = in.get() & 0xff;
        int samples = in.getShort() & 0xffff;
        int expected = HEAD + leads * (LEAD + 2 * samples);
        if (bytes.length != expected) {
            throw new WaveformException(
                    "length",
                    bytes.length + " bytes",
                    "%d, for %d leads of %d samples".formatted(expected, leads, samples));
        }
        int rate = in.getInt();
        long stream = in.getLong();
        long sequence = in.getLong();
        long start = in.getLong();
        long firstSample = in.getLong();
        int decimation = in.getShort() & 0xffff;
        int reserved = in.getShort() & 0xffff;
        if (reserved != 0) {
            throw new WaveformException("reserved", reserved, "0");
        }
        try {
            return new WaveformFrame(
                    stream,
                    sequence,
                    start,
                    firstSample,
                    rate,
                    decimation,
                    samples,
                    traces(in, leads, samples));
        } catch (IllegalArgumentException outOfRange) {
            throw new WaveformException(String.valueOf(outOfRange.getMessage()));
        }
    }

    private static List<Trace> traces(ByteBuffer in, int leads, int samples)
            throws WaveformException {
        List<Trace> traces = new ArrayList<>(leads);
        int place = HEAD + leads * LEAD;
        for (int i = 0; i < leads; i++) {
            int code = in.get() & 0xff;
            int unit = in.get() & 0xff;
            short baseline = in.getShort();
            float scale = in.getFloat();
            Lead lead =
                    Lead.ofCode(code)
                            .orElseThrow(() ->
                                    new WaveformException(
                                            "lead", code, "a code of docs/waveforms.md"));
            if (unit >= Unit.values().length) {
                throw new WaveformException("unit", unit, "0 to " + (Unit.values().length - 1));
            }
            short[] values = new short[samples];
            in.slice(place + i * 2 * samples, 2 * samples)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asShortBuffer()
                    .get(values);
            traces.add(new Trace(lead, Unit.values()[unit], baseline, scale, values));
        }
        return traces;
    }
}
