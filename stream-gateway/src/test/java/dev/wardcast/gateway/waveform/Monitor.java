package dev.wardcast.gateway.waveform;

import dev.wardcast.eventlog.waveform.Lead;
import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.eventlog.waveform.WaveformException;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.eventlog.waveform.WaveformFrame.Trace;
import dev.wardcast.eventlog.waveform.WaveformFrame.Unit;
import dev.wardcast.eventlog.waveform.WaveformLog;
import dev.wardcast.eventlog.waveform.WaveformLog.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A device's frames as vitals-ingest passes them on: two leads, 360 Hz. */
public final class Monitor {

    private final WaveformLog log;
    private final String patient;
    private final int samples;
    private final long stream = ThreadLocalRandom.current().nextLong();
    private final List<byte[]> sent = new ArrayList<>();

    public Monitor(WaveformLog log, String patient, int samples) {
        this.log = log;
        this.patient = patient;
        this.samples = samples;
    }

    /** Sends so many more. */
    public void send(int frames) {
        for (int i = 0; i < frames; i++) {
            byte[] bytes = next();
            log.append(
                            patient,
                            "monitor:m-1:main",
                            "owner",
                            List.of(new Sent(stream, sent.size(), bytes)))
                    .toCompletableFuture()
                    .join();
            sent.add(bytes);
        }
    }

    private byte[] next() {
        int number = sent.size();
        short[] one = new short[samples];
        short[] two = new short[samples];
        for (int i = 0; i < samples; i++) {
            one[i] = (short) (number + i);
            two[i] = (short) (number - i);
        }
        return WaveformCodec.encode(
                new WaveformFrame(
                        stream,
                        number,
                        1_767_052_200_000_000L + number * 200_000L,
                        (long) number * samples,
                        360_000,
                        1,
                        samples,
                        List.of(
                                new Trace(Lead.MLII, Unit.MILLIVOLT, (short) 0, 0.005f, one),
                                new Trace(Lead.V5, Unit.MILLIVOLT, (short) 0, 0.005f, two))));
    }

    /** All that were sent, in their order. */
    List<byte[]> sent() {
        return List.copyOf(sent);
    }

    static WaveformFrame read(byte[] bytes) {
        try {
            return WaveformCodec.decode(bytes);
        } catch (WaveformException e) {
            throw new AssertionError(e);
        }
    }
}
