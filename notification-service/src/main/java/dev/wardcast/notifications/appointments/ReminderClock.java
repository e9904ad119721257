package dev.wardcast.notifications.appointments;

import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires reminders when they are due, on a virtual thread of its own: it sleeps until the next one
 * and looks every second for new ones. Any number of nodes may do so.
 */
@Context
final class ReminderClock {

    private static final Logger LOG = LoggerFactory.getLogger(ReminderClock.class);
    private static final long SHORTEST_WAIT_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long FORGIVE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Reminders reminders;
    private final ReminderSettings settings;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("reminders").unstarted(this::run);
    private long forgivenNanos = System.nanoTime();

    ReminderClock(Reminders reminders, ReminderSettings settings) {
        this.reminders = reminders;
        this.settings = settings;
    }

    @PostConstruct
    void start() {
        if (settings.work()) {
            thread.start();
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        over.countDown();
        thread.join(Duration.ofSeconds(10));
    }

    private void run() {
        long pause = SHORTEST_WAIT_MILLIS;
        try {
            while (!over.await(pause, TimeUnit.MILLISECONDS)) {
                pause = work(pause);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to wait before the next time. */
    private long work(long lastPause) {
        try {
            while (over.getCount() > 0 && reminders.fireNext()) {
                // The next one.
            }
            if (System.nanoTime() - forgivenNanos > FORGIVE_NANOS) {
                reminders.forgive();
                forgivenNanos = System.nanoTime();
            }
            return Math.max(SHORTEST_WAIT_MILLIS, reminders.waitMillis(settings.poll().toMillis()));
        } catch (RuntimeException away) {
            long pause = Math.min(LONGEST_PAUSE_MILLIS, Math.max(100, 2 * lastPause));
            if (over.getCount() > 0) {
                LOG.warn("reminders: {}; trying again in {} ms", away.toString(), pause);
            }
            return pause;
        }
    }
}
