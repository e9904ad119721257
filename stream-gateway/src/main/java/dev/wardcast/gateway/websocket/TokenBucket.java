package dev.wardcast.gateway.websocket;

/** So many a second, and so many at once. For one thread at a time. */
final class TokenBucket {

    private final double perNano;
    private final double most;
    private double tokens;
    private long lastNanos;

    /**
     * @param perSecond tokens that come back in a second
     * @param burst tokens that there are at most
     */
    TokenBucket(double perSecond, int burst, long nowNanos) {
        this.perNano = perSecond / 1e9;
        this.most = burst;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    /** Whether there was a token left. */
    boolean take(long nowNanos) {
        tokens = Math.min(most, tokens + (nowNanos - lastNanos) * perNano);
        lastNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
