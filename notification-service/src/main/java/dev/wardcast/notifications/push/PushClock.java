package dev.wardcast.notifications.push;

import dev.wardcast.notifications.push.PushWork.Job;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, a batch side by side, so that one slow push service holds up a batch at most.
 * Any number of nodes may do so.
 */
@Context
final class PushClock {

    private static final Logger LOG = LoggerFactory.getLogger(PushClock.class);

    private final PushBroadcasts broadcasts;
    private final PushWork work;
    private final PushDesk desk;
    private final PushSettings settings;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("push").unstarted(this::run);

    PushClock(PushBroadcasts broadcasts, PushWork work, PushDesk desk, PushSettings settings) {
        this.broadcasts = broadcasts;
        this.work = work;
        this.desk = desk;
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
        thread.join(Duration.ofSeconds(12));
    }

    private void run() {
        try {
            while (!over.await(settings.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    while (over.getCount() > 0 && (broadcasts.noteNext() | batch())) {
                        // The next one.
                    }
                } catch (RuntimeException away) {
                    LOG.warn("push: {}; to be tried again", away.toString());
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean batch() {
        List<Job> jobs = work.take();
        try (ExecutorService sideBySide = Executors.newVirtualThreadPerTaskExecutor()) {
            jobs.forEach(job -> sideBySide.submit(() -> deal(job)));
        }
        return !jobs.isEmpty();
    }

    private void deal(Job job) {
        try {
            desk.deal(job);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException away) {
            // It was taken for a minute; then it is due again.
            LOG.warn("push {}: {}; to be tried again", job.id(), away.toString());
        }
    }
}
