package dev.wardcast.eventlog;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one session after the other, on a virtual thread of its own: one that broke is not repaired
 * but replaced. Between two there is a pause, longer after each that could not even begin, and not
 * the same for all who lost theirs at once.
 */
public final class SessionLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionLoop.class);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final String name;
    private final Session session;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param name of the thread, and in the log
     */
    public SessionLoop(String name, Session session) {
        this.name = name;
        this.session = session;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** From its beginning to its end. */
    @FunctionalInterface
    public interface Session {

        /**
         * @throws Exception if it could not begin, or could not go on
         */
        void run() throws Exception;
    }

    public void start() {
        thread.start();
    }

    /** Ends the session that there is; does not wait. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (!closed) {
                try {
                    session.run();
                    pause = FIRST_PAUSE_MILLIS;
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    LOG.warn("{}: no connection to Redis yet: {}", name, e.toString());
                    pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
                }
                TimeUnit.MILLISECONDS.sleep(
                        pause / 2 + ThreadLocalRandom.current().nextLong(pause));
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }
}
