package dev.wardcast.bench.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A schedule that nobody can slow down: what happens first does not wait for what happened before,
 * and everybody reckons from the moment at which something was due. So a server that stands still
 * for a second is slow for all that should have happened in it.
 */
public final class OpenLoop {

    private OpenLoop() {}

    /** What is to happen, on the thread of the schedule: it must not wait. */
    public interface Action {
        /**
         * @param due when it should happen, as of {@link System#nanoTime}; perhaps a moment ago
         */
        void at(long due);
    }

    /** Returns when the last one was begun. */
    public static void run(double perSecond, Duration length, Action action) {
        double interval = 1e9 / perSecond;
        long times = Math.max(1, Math.round(length.toNanos() / interval));
        long start = System.nanoTime();
        for (long i = 0; i < times; i++) {
            long due = start + Math.round(i * interval);
            for (long left; (left = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            action.at(due);
        }
    }
}
