package dev.wardcast.sessions.analysis;

/** The lowest and the highest sample of equally long stretches, enough to draw a recording. */
final class Waveform {

    /** More than a screen has columns for a recording. */
    static final int MOST = 2_000;

    private final long samples;
    private final float[] lowest;
    private final float[] highest;
    private int bucket;
    private long position;
    private long bucketEnd;
    private float low = Float.POSITIVE_INFINITY;
    private float high = Float.NEGATIVE_INFINITY;

    /**
     * @param samples of the whole recording, at least 1
     */
    Waveform(long samples) {
        this.samples = samples;
        int buckets = (int) Math.min(MOST, samples);
        this.lowest = new float[buckets];
        this.highest = new float[buckets];
        this.bucketEnd = end(0);
    }

    private long end(int index) {
        return (long) ((index + 1) * (double) samples / lowest.length);
    }

    void add(float value) {
        low = Math.min(low, value);
        high = Math.max(high, value);
        if (++position >= bucketEnd) {
            close();
        }
    }

    void finish() {
        if (low <= high) {
            close();
        }
    }

    private void close() {
        if (bucket < lowest.length) {
            lowest[bucket] = rounded(low);
            highest[bucket] = rounded(high);
            bucket++;
            bucketEnd = end(bucket);
        }
        low = Float.POSITIVE_INFINITY;
        high = Float.NEGATIVE_INFINITY;
    }

    private static float rounded(float value) {
        return Math.round(value * 1_000) / 1_000f;
    }

    float[] lowest() {
        return lowest.clone();
    }

    float[] highest() {
        return highest.clone();
    }
}
