package dev.wardcast.eventlog.waveform;

import dev.wardcast.eventlog.waveform.WaveformFrame.Trace;
import dev.wardcast.eventlog.waveform.WaveformFrame.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Frames for tests. */
final class Frames {

    private Frames() {}

    /** One of two leads, as a device would send it after {@code sequence} others. */
    static WaveformFrame of(long stream, long sequence, int samples) {
        short[] first = new short[samples];
        short[] second = new short[samples];
        for (int i = 0; i < samples; i++) {
            first[i] = (short) (sequence * samples + i);
            second[i] = (short) -i;
        }
        return of(stream, sequence, List.of(trace(Lead.MLII, first), trace(Lead.V5, second)));
    }

    static WaveformFrame of(long stream, long sequence, List<Trace> traces) {
        int samples = traces.getFirst().values().length;
        return new WaveformFrame(
                stream,
                sequence,
                1_767_052_200_000_000L + sequence * samples * 1_000_000L / 360,
                sequence * samples,
                360_000,
                1,
                samples,
                traces);
    }

    static Trace trace(Lead lead, short... values) {
        return new Trace(lead, Unit.MILLIVOLT, (short) 1024, 0.005f, values);
    }

    static byte[] bytes(long stream, long sequence) {
        return WaveformCodec.encode(of(stream, sequence, 72));
    }

    /** Any that there may be. */
    static WaveformFrame random(Random random) {
        int leads = 1 + random.nextInt(WaveformFrame.MOST_LEADS);
        int samples = 1 + random.nextInt(480);
        List<Lead> all = new ArrayList<>(List.of(Lead.values()));
        Collections.shuffle(all, random);
        List<Trace> traces = new ArrayList<>();
        for (Lead lead : all.subList(0, leads)) {
            short[] values = new short[samples];
            for (int i = 0; i < samples; i++) {
                values[i] = (short) random.nextInt();
            }
            traces.add(
                    new Trace(
                            lead,
                            Unit.values()[random.nextInt(Unit.values().length)],
                            (short) random.nextInt(),
                            Float.MIN_NORMAL + random.nextFloat(),
                            values));
        }
        return new WaveformFrame(
                random.nextLong(),
                random.nextLong(WaveformFrame.MOST),
                random.nextLong(4_000_000_000_000_000L),
                random.nextLong(WaveformFrame.MOST),
                1 + random.nextInt(WaveformFrame.MOST_RATE_MILLIHERTZ),
                1 + random.nextInt(WaveformFrame.MOST_DECIMATION),
                samples,
                traces);
    }
}
