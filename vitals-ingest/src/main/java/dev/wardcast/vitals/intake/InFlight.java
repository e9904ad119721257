package dev.wardcast.vitals.intake;

import java.util.concurrent.Semaphore;

/**
 * Bounds the samples that are on their way to Redis. There is no queue before it: who does not fit
 * is told so at once, and memory does not grow with the load.
 */
final class InFlight {

    private final int limit;
    private final Semaphore room;

    InFlight(int limit) {
        this.limit = limit;
        this.room = new Semaphore(limit);
    }

    /**
     * @return whether there was room for so many; then {@link #leave} must follow
     */
    boolean tryEnter(int samples) {
        return room.tryAcquire(samples);
    }

    void leave(int samples) {
        room.release(samples);
    }

    int now() {
        return limit - room.availablePermits();
    }
}
