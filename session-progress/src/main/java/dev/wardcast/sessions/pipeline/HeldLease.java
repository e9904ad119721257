package dev.wardcast.sessions.pipeline;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prolongs a lease while its work goes on, and tells the work when it is lost. By our own clock it
 * is lost a little early, so that two workers rarely do the same; whatever they do, only the one
 * whose lease the row has can store anything.
 */
final class HeldLease implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

    private final BooleanSupplier prolong;
    private final Duration length;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread heart;
    private volatile boolean lost;

    /**
     * @param prolong answers whether the lease is still ours; may throw
     */
    HeldLease(Duration length, BooleanSupplier prolong) {
        this.length = length;
        this.prolong = prolong;
        this.heart = Thread.ofVirtual().name("session-lease").start(this::beat);
    }

    boolean isHeld() {
        return !lost;
    }

    private void beat() {
        long lastHeld = System.nanoTime();
        try {
            while (!closed.await(length.toMillis() / 3, TimeUnit.MILLISECONDS)) {
                long asked = System.nanoTime();
                try {
                    if (!prolong.getAsBoolean()) {
                        lost = true;
                        return;
                    }
                    lastHeld = asked;
                } catch (RuntimeException e) {
                    LOG.warn("A session's lease can't be prolonged: {}", e.toString());
                    if (System.nanoTime() - lastHeld > length.toNanos()) {
                        lost = true;
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            lost = true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
