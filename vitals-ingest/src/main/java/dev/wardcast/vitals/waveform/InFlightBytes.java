package dev.wardcast.vitals.waveform;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds what all streams of this node have on its way to Redis. */
final class InFlightBytes {

    private final long most;
    private final AtomicLong now = new AtomicLong();

    InFlightBytes(long most) {
        this.most = most;
    }

    /**
     * @return whether there was room; then {@link #leave} must follow
     */
    boolean tryEnter(int bytes) {
        if (now.addAndGet(bytes) > most) {
            now.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void leave(long bytes) {
        now.addAndGet(-bytes);
    }

    /** Whether devices had better send less. */
    boolean isCrowded() {
        return now.get() > most / 2;
    }

    long now() {
        return now.get();
    }
}
