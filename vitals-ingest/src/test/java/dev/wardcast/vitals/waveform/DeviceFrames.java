package dev.wardcast.vitals.waveform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.waveform.Lead;
import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.eventlog.waveform.WaveformFrame.Trace;
import dev.wardcast.eventlog.waveform.WaveformFrame.Unit;
import io.lettuce.core.Range;
import java.util.List;

/** What a device sends, and what became of it. */
final class DeviceFrames {

    private DeviceFrames() {}

    /** 72 samples of one lead at 360 Hz: 196 bytes. */
    static byte[] frame(long sequence) {
        return frame(sequence, 360_000, 72);
    }

    static byte[] frame(long sequence, int rateMilliHertz, int samples) {
        short[] values = new short[samples];
        for (int i = 0; i < samples; i++) {
            values[i] = (short) (sequence + i);
        }
        return WaveformCodec.encode(
                new WaveformFrame(
                        99,
                        sequence,
                        1_767_052_200_000_000L,
                        sequence * samples,
                        rateMilliHertz,
                        1,
                        samples,
                        List.of(
                                new Trace(
                                        Lead.MLII, Unit.MILLIVOLT, (short) 1024, 0.005f, values))));
    }

    /** The frames of the last seconds, as they are in Redis. */
    static List<byte[]> kept(RedisLink redis, String patient) {
        return redis
                .commands()
                .xrange(("wc:{wave0}:frames:" + patient).getBytes(UTF_8), Range.unbounded())
                .toCompletableFuture()
                .join()
                .stream()
                .map(entry -> entry.getBody().values().iterator().next())
                .toList();
    }
}
