package dev.wardcast.vitals.limits;

/** So many a second in the long run, and so many at once. Safe for use by many threads. */
final class Bucket {

    private final double perNano;
    private final double most;
    private double tokens;
    private long lastNanos;

    /**
     * @param perSecond tokens that come back in a second
     * @param burst tokens that there are at most, and at the start
     */
    Bucket(double perSecond, int burst, long nowNanos) {
        this.perNano = perSecond / 1e9;
        this.most = burst;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    /**
     * Takes so many, or none at all.
     *
     * @return 0 if they were taken, else after how many nanoseconds there would be enough. Who
     *     wants more than the bucket holds is told when it is full, and gets no further then
     */
    synchronized long take(int count, long nowNanos) {
        // Threads read the clock before they get here: it may seem to go back.
        tokens = Math.min(most, tokens + Math.max(0, nowNanos - lastNanos) * perNano);
        lastNanos = Math.max(lastNanos, nowNanos);
        if (tokens >= count) {
            tokens -= count;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((Math.min(count, most) - tokens) / perNano));
    }

    /** What was taken for a post that was refused nevertheless. */
    synchronized void giveBack(int count) {
        tokens = Math.min(most, tokens + count);
    }
}
