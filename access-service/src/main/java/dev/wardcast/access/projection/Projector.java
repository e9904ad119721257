package dev.wardcast.access.projection;

import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the projection true: right after each change, and every second for what was missed.
 *
 * <p>A change and the note that it must be projected are one transaction, so the projection can be
 * late but never forgotten.
 */
@Singleton
public class Projector {

    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

    private static final Duration JUST_AFTER = Duration.ofMillis(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private final ProjectionQueue queue;
    private final ProjectionRebuild rebuild;
    private final List<Deadline> deadlines;
    private final ProjectionRedis redis;
    private final ProjectionSettings settings;
    private final Thread thread;
    private String life = "";
    private Instant repairedAt = Instant.MIN;
    private boolean reported;
    private volatile boolean upToDate;
    private volatile boolean stopped;

    Projector(
            ProjectionQueue queue,
            ProjectionRebuild rebuild,
            List<Deadline> deadlines,
            ProjectionRedis redis,
            ProjectionSettings settings) {
        this.queue = queue;
        this.rebuild = rebuild;
        this.deadlines = deadlines;
        this.redis = redis;
        this.settings = settings;
        this.thread = Thread.ofVirtual().name("projector").unstarted(this::run);
    }

    /** After everything that makes rows at the start, so that ready means they count. */
    @EventListener
    void start(ServerStartupEvent event) {
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** Whether the last look found everything in place. */
    boolean isUpToDate() {
        return upToDate;
    }

    /**
     * Projects what was committed, now. To be called after the transaction of a change, so that the
     * answer to it is given when the change counts everywhere. If Redis is away, the change stands
     * all the same and is projected later.
     */
    public void project() {
        try {
            while (queue.projectBatch()) {
                // Each batch is a transaction of its own.
            }
        } catch (RuntimeException e) {
            LOG.warn("A change of access is committed but not announced yet: {}", e.toString());
        }
    }

    private void run() {
        while (!stopped) {
            try {
                look();
                upToDate = true;
                reported = false;
            } catch (RuntimeException e) {
                upToDate = false;
                report(e);
            }
            try {
                Thread.sleep(pause());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Until the next look: what ends by itself ends then and not at some time after it. */
    private Duration pause() {
        Duration pause = settings.poll();
        try {
            for (Deadline deadline : deadlines) {
                Duration next = deadline.untilNext().plus(JUST_AFTER);
                pause = next.compareTo(pause) < 0 ? next : pause;
            }
        } catch (RuntimeException e) {
            report(e);
        }
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    private void look() {
        // Read before the rebuild: a connection that is lost during it leads to another one.
        String lifeNow = redis.life();
        Duration sinceRepair = Duration.between(repairedAt, Instant.now());
        if (!lifeNow.equals(life)
                || redis.readyMark().isEmpty()
                || sinceRepair.compareTo(settings.repair()) >= 0) {
            rebuild.run();
            life = lifeNow;
            repairedAt = Instant.now();
        }
        deadlines.forEach(Deadline::apply);
        while (queue.projectBatch()) {
            // Each batch is a transaction of its own.
        }
    }

    private void report(RuntimeException failure) {
        if (!stopped && !reported) {
            LOG.warn("Access can't be projected, trying again: {}", failure.toString());
            reported = true;
        }
    }
}
