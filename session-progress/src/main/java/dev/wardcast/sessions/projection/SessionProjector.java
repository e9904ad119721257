package dev.wardcast.sessions.projection;

import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the documents of sessions in Redis: each before its session is answered for, and all of
 * them again after Redis was emptied, replaced or away.
 *
 * <p>A session and the note that it must be projected are one transaction, so a document can be
 * late but never forgotten. Any number of nodes may write at once.
 */
@Singleton
public class SessionProjector {

    private static final Logger LOG = LoggerFactory.getLogger(SessionProjector.class);
    private static final int PAGE = 1_000;

    private final OwnedTable table;
    private final OwnedRedis redis;
    private final ProjectionSettings settings;
    private final Thread thread;
    private String life = "";
    private long repairedAt;
    private boolean reported;
    private volatile boolean upToDate;
    private volatile boolean stopped;

    SessionProjector(OwnedTable table, OwnedRedis redis, ProjectionSettings settings) {
        this.table = table;
        this.redis = redis;
        this.settings = settings;
        this.thread = Thread.ofVirtual().name("session-projector").unstarted(this::run);
    }

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

    /** Notes a session in the transaction that makes it. */
    public void note(Connection tx, String sessionId) throws SQLException {
        table.note(tx, sessionId);
    }

    /**
     * Projects a session that was committed, so that whoever hears of it may follow it. If Redis is
     * away, the session stands all the same and is projected later.
     */
    public void project(String sessionId, String patientId) {
        try {
            project(List.of(new Owned(sessionId, patientId)));
        } catch (RuntimeException e) {
            LOG.warn("A session is committed but not projected yet: {}", e.toString());
        }
    }

    /** Redis first: whatever fails in between is done again, which changes nothing. */
    private void project(List<Owned> sessions) {
        redis.put(sessions);
        table.done(sessions);
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
                Thread.sleep(settings.poll());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        // Read before the rebuild: a connection that is lost during it leads to another one.
        String lifeNow = redis.life();
        boolean ready = redis.isMarkedReady();
        if (!ready || !lifeNow.equals(life) || sinceRepair().compareTo(settings.repair()) >= 0) {
            rebuild();
        }
        projectNoted();
        if (!ready) {
            redis.markReady();
            LOG.info("Redis knows every session");
        }
        life = lifeNow;
    }

    private Duration sinceRepair() {
        return Duration.ofNanos(System.nanoTime() - repairedAt);
    }

    /** Sessions that are made meanwhile are left to whoever makes them, and to the notes. */
    private void rebuild() {
        long begin = System.nanoTime();
        List<Owned> page = table.page("", PAGE);
        while (!page.isEmpty()) {
            redis.put(page);
            page = table.page(page.getLast().sessionId(), PAGE);
        }
        repairedAt = begin;
    }

    private void projectNoted() {
        List<Owned> noted = table.noted(PAGE);
        while (!noted.isEmpty()) {
            project(noted);
            noted = table.noted(PAGE);
        }
    }

    private void report(RuntimeException failure) {
        if (!stopped && !reported) {
            LOG.warn("Sessions can't be projected, trying again: {}", failure.toString());
            reported = true;
        }
    }
}
