package dev.wardcast.vitals.waveform;

/**
 * How far ahead a device is, and how soon it may go on. A device that brings more than its share is
 * not refused: its acknowledgements wait, and so does it. For one thread.
 */
final class FlowControl {

    /** A device that was cut off may catch up with so much at once. */
    private static final int BURST_SECONDS = 4;

    private final int window;
    private final double bytesPerNano;
    private final double most;
    private double budget;
    private long lastNanos;
    private int ahead;

    FlowControl(int window, int bytesPerSecond, long nowNanos) {
        this.window = window;
        this.bytesPerNano = bytesPerSecond / 1e9;
        this.most = (double) bytesPerSecond * BURST_SECONDS;
        this.budget = most;
        this.lastNanos = nowNanos;
    }

    /**
     * @return whether it was within the window
     */
    boolean arrived(int bytes, long nowNanos) {
        refill(nowNanos);
        budget -= bytes;
        ahead++;
        return ahead <= window;
    }

    /** How long the acknowledgement of what has arrived has to wait. */
    long waitNanos(long nowNanos) {
        refill(nowNanos);
        return budget >= 0 ? 0 : (long) Math.ceil(-budget / bytesPerNano);
    }

    void acknowledged(int frames) {
        ahead -= frames;
    }

    private void refill(long nowNanos) {
        budget = Math.min(most, budget + (nowNanos - lastNanos) * bytesPerNano);
        lastNanos = nowNanos;
    }
}
