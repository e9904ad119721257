package dev.wardcast.local.simulate;

import dev.wardcast.eventlog.waveform.Lead;
import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.eventlog.waveform.WaveformFrame.Trace;
import dev.wardcast.eventlog.waveform.WaveformFrame.Unit;
import dev.wardcast.local.simulate.WfdbHeader.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A recording of waves, cut into the frames of a stream. */
final class WaveformRecord {

    /** Frames a second: short enough to be live, long enough to be worth their head. */
    private static final int FRAMES_A_SECOND = 5;

    private static final double SLOWEST = 50;
    private static final double FASTEST = 1_000;

    private final WfdbRecord record;
    private final List<Lead> leads = new ArrayList<>();
    private final int samplesAFrame;

    /**
     * @throws SimulationException for a recording that can't be streamed
     */
    WaveformRecord(WfdbRecord record) {
        this.record = record;
        double rate = record.header().frequency();
        expect(
                rate >= SLOWEST && rate <= FASTEST,
                "%s samples a second (expected: 50 to 1000)".formatted(rate));
        expect(
                record.header().signals().size() <= WaveformFrame.MOST_LEADS,
                "%d signals (expected: 1 to 16)".formatted(record.header().signals().size()));
        for (Signal signal : record.header().signals()) {
            Lead lead =
                    Lead.ofName(signal.name())
                            .orElseThrow(() ->
                                    fault(
                                            "a signal %s (expected: a lead such as II or V5)"
                                                    .formatted(signal.name())));
            expect(signal.samplesPerFrame() == 1, signal.name() + " has another rate");
            expect(!leads.contains(lead), lead + " twice (expected: each lead once)");
            leads.add(lead);
        }
        this.samplesAFrame = (int) Math.max(1, rate / FRAMES_A_SECOND);
    }

    /** Whether it is one of waves, not of numbers. */
    static boolean isOne(WfdbRecord record) {
        return record.header().frequency() > 10;
    }

    int frames() {
        return (record.frames() + samplesAFrame - 1) / samplesAFrame;
    }

    /** From the first sample to the last of this frame. */
    Duration until(int frame) {
        double samples = Math.min(record.frames(), (frame + 1.0) * samplesAFrame);
        return Duration.ofNanos(Math.round(samples * 1e9 / record.header().frequency()));
    }

    /**
     * A frame's bytes.
     *
     * @param stream the number of this playing
     * @param began when the first sample counts as taken
     */
    byte[] frame(int frame, long stream, Instant began) {
        int from = frame * samplesAFrame;
        int to = Math.min(record.frames(), from + samplesAFrame);
        List<Trace> traces = new ArrayList<>(leads.size());
        for (int i = 0; i < leads.size(); i++) {
            traces.add(trace(i, from, to));
        }
        double rate = record.header().frequency();
        return WaveformCodec.encode(
                new WaveformFrame(
                        stream,
                        frame,
                        ChronoUnit.MICROS.between(Instant.EPOCH, began)
                                + Math.round(from * 1e6 / rate),
                        from,
                        (int) Math.round(rate * 1_000),
                        1,
                        to - from,
                        traces));
    }

    private Trace trace(int index, int from, int to) {
        Signal signal = record.header().signals().get(index);
        short[] values = new short[to - from];
        for (int n = from; n < to; n++) {
            int raw = record.raw(index, n);
            values[n - from] =
                    raw == signal.format().missing() ? WaveformFrame.NO_VALUE : (short) raw;
        }
        return new Trace(
                leads.get(index),
                unit(signal.units()),
                (short) signal.baseline(),
                (float) (1 / signal.gain()),
                values);
    }

    private static Unit unit(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "mv", "" -> Unit.MILLIVOLT;
            case "mmhg" -> Unit.MM_HG;
            case "ohm" -> Unit.OHM;
            default -> Unit.ARBITRARY;
        };
    }

    private void expect(boolean good, String what) {
        if (!good) {
            throw fault(what);
        }
    }

    private SimulationException fault(String what) {
        return new SimulationException(record.header().record() + " has " + what);
    }
}
