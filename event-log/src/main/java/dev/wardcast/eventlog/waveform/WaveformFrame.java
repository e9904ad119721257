package dev.wardcast.eventlog.waveform;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A piece of a waveform: the same stretch of time on one or several leads. docs/waveforms.md has
 * its layout; {@link WaveformCodec} reads and writes it.
 *
 * @param stream a number that the device takes anew, at random, whenever it begins a stream; it
 *     tells the streams of a patient's devices apart
 * @param sequence grows by one with each frame of the stream; what is left out is a hole. 0 to
 *     {@value #MOST}
 * @param startMicros when the first sample was taken: microseconds since 1970, UTC
 * @param firstSample how many samples of each lead came before in this stream, also those that were
 *     lost; 0 to {@value #MOST}
 * @param rateMilliHertz samples a second of each lead as they are in this frame, times 1,000
 * @param decimation 1 as devices send it; k where every k samples became one
 * @param samples of each lead, as many as of every other: what is where in {@code traces}
 * @param traces one for each lead, each lead once
 */
public record WaveformFrame(
        long stream,
        long sequence,
        long startMicros,
        long firstSample,
        int rateMilliHertz,
        int decimation,
        int samples,
        List<Trace> traces) {

    /** Numbers stay exact in JavaScript up to here. */
    public static final long MOST = (1L << 53) - 1;

    public static final int MOST_LEADS = 16;
    public static final int MOST_SAMPLES = 2_000;
    public static final int MOST_RATE_MILLIHERTZ = 1_000_000;
    public static final int MOST_DECIMATION = 100;

    /** 1 January 2200: whatever claims to be later is no time. */
    private static final long LATEST_MICROS = 7_258_118_400_000_000L;

    /** A sample that the device could not take, such as with its lead off. */
    public static final short NO_VALUE = Short.MIN_VALUE;

    /**
     * One lead of a frame.
     *
     * @param unit what {@code scale} is in
     * @param baseline the sample that means 0
     * @param scale how much one step of a sample is, finite and more than 0
     * @param values not to be changed by anybody
     */
    public record Trace(Lead lead, Unit unit, short baseline, float scale, short[] values) {
        public Trace {
            if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("scale: " + scale + " (expected: more than 0)");
            }
        }
    }

    /** What a trace is measured in. */
    public enum Unit {
        /** Nothing in particular, such as a plethysmogram. */
        ARBITRARY,
        MILLIVOLT,
        MM_HG,
        OHM
    }

    public WaveformFrame {
        traces = List.copyOf(traces);
        require("sequence", sequence, 0, MOST);
        require("start", startMicros, 0, LATEST_MICROS);
        require("first_sample", firstSample, 0, MOST);
        require("rate", rateMilliHertz, 1, MOST_RATE_MILLIHERTZ);
        require("decimation", decimation, 1, MOST_DECIMATION);
        require("samples", samples, 1, MOST_SAMPLES);
        require("leads", traces.size(), 1, MOST_LEADS);
        Set<Lead> seen = EnumSet.noneOf(Lead.class);
        for (Trace trace : traces) {
            if (!seen.add(trace.lead())) {
                throw new IllegalArgumentException(
                        "lead: " + trace.lead() + " twice (expected: each once)");
            }
            if (trace.values().length != samples) {
                throw new IllegalArgumentException(
                        "values: %d of %s (expected: %d, as samples says)"
                                .formatted(trace.values().length, trace.lead(), samples));
            }
        }
    }

    private static void require(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    field + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    public Instant start() {
        return Instant.ofEpochSecond(
                startMicros / 1_000_000, Math.floorMod(startMicros, 1_000_000L) * 1_000);
    }

    /** Samples a second of each lead. */
    public double rate() {
        return rateMilliHertz / 1000.0;
    }

    public Set<Lead> leads() {
        EnumSet<Lead> leads = EnumSet.noneOf(Lead.class);
        traces.forEach(trace -> leads.add(trace.lead()));
        return leads;
    }
}
