package dev.wardcast.eventlog.waveform;

import dev.wardcast.eventlog.waveform.WaveformFrame.Trace;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants to see a waveform.
 *
 * @param leads those wanted; empty for all there are
 * @param decimation so many samples become one, 1 to {@value WaveformFrame#MOST_DECIMATION}
 */
public record WaveformView(Set<Lead> leads, int decimation) {

    /** As the device sent it, byte for byte. */
    public static final WaveformView WHOLE = new WaveformView(Set.of(), 1);

    public WaveformView {
        leads = Set.copyOf(leads);
        if (decimation < 1 || decimation > WaveformFrame.MOST_DECIMATION) {
            throw new IllegalArgumentException(
                    "factor: %d (expected: 1 to %d)"
                            .formatted(decimation, WaveformFrame.MOST_DECIMATION));
        }
    }

    public boolean isWhole() {
        return leads.isEmpty() && decimation == 1;
    }

    /**
     * The frame as this view shows it; without a trace if it has none of the leads, and without
     * samples if none falls in it, which is {@code null} here because there is no such frame.
     */
    public @Nullable WaveformFrame of(WaveformFrame frame) {
        List<Trace> chosen =
                leads.isEmpty()
                        ? frame.traces()
                        : frame.traces().stream().filter(t -> leads.contains(t.lead())).toList();
        if (chosen.isEmpty()) {
            return null;
        }
        Blocks blocks = Blocks.of(frame, decimation);
        if (blocks.count() == 0) {
            return null;
        }
        return new WaveformFrame(
                frame.stream(),
                frame.sequence(),
                frame.startMicros() + blocks.skipped() * 1_000_000_000L / frame.rateMilliHertz(),
                (frame.firstSample() + blocks.skipped()) / decimation,
                Math.max(1, frame.rateMilliHertz() / decimation),
                Math.min(WaveformFrame.MOST_DECIMATION, frame.decimation() * decimation),
                blocks.count(),
                chosen.stream()
                        .map(t ->
                                new Trace(
                                        t.lead(),
                                        t.unit(),
                                        t.baseline(),
                                        t.scale(),
                                        blocks.reduced(t.values())))
                        .toList());
    }

    /**
     * Runs of samples that become one each. They begin where the number of the sample in the stream
     * is a multiple of their length, so that frames of any size give the same samples; one that
     * began in the frame before was answered for there.
     *
     * @param skipped samples of this frame that belong to a block of the frame before
     */
    private record Blocks(int length, int skipped, int count) {

        static Blocks of(WaveformFrame frame, int length) {
            int skipped = (int) Math.floorMod(-frame.firstSample(), (long) length);
            int left = Math.max(0, frame.samples() - skipped);
            return new Blocks(length, skipped, (left + length - 1) / length);
        }

        short[] reduced(short[] values) {
            if (length == 1) {
                return values;
            }
            double middle = mean(values);
            short[] reduced = new short[count];
            for (int i = 0; i < count; i++) {
                int from = skipped + i * length;
                reduced[i] = farthest(values, from, Math.min(values.length, from + length), middle);
            }
            return reduced;
        }

        /** The sample of a block that stands out most, so that a spike stays as high as it was. */
        private static short farthest(short[] values, int from, int to, double middle) {
            short found = WaveformFrame.NO_VALUE;
            double distance = -1;
            for (int i = from; i < to; i++) {
                double away = Math.abs(values[i] - middle);
                if (values[i] != WaveformFrame.NO_VALUE && away > distance) {
                    distance = away;
                    found = values[i];
                }
            }
            return found;
        }

        private static double mean(short[] values) {
            long sum = 0;
            int count = 0;
            for (short value : values) {
                if (value != WaveformFrame.NO_VALUE) {
                    sum += value;
                    count++;
                }
            }
            return count == 0 ? 0 : (double) sum / count;
        }
    }
}
