package dev.wardcast.embedded;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** For servers that have started and need a moment to find each other. */
final class Waiting {

    private Waiting() {}

    /**
     * Asks every 20 ms.
     *
     * @throws EmbeddedServerException when it has not become true in time
     */
    static void until(String complaint, Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new EmbeddedServerException(
                        complaint + " after " + timeout.toSeconds() + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
