package dev.wardcast.sessions.progress;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.kit.trace.Tracing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the rooms of sessions where they stand: as soon as that is committed, but in steps that a
 * watcher can follow, and the last one always.
 *
 * <p>A state takes the place of those before it, so there is no queue of events to work off in
 * order: the log refuses a state that is not later than what the room knows. That a room is to be
 * told is noted in the transaction of the session; whatever is not known to be told after a while,
 * because a node died or Redis was away, any node tells again.
 */
@Singleton
class SessionNews implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(SessionNews.class);

    /** Whoever committed it needs less to tell it. */
    private static final Duration OVERDUE = Duration.ofSeconds(1);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** What is told comes together before it is noted, because nobody waits for that. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final int BATCH = 500;

    /** What is beyond it while PostgreSQL hangs is told again, which changes nothing. */
    private static final int MOST_TOLD = 10_000;

    private final UntoldTable table;
    private final EventLog log;
    private final SessionEvents events;
    private final Duration pace;
    private final Map<String, Session> early = new ConcurrentHashMap<>();
    private final BlockingQueue<Session> told = new LinkedBlockingQueue<>(MOST_TOLD);
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Trouble trouble;

    SessionNews(
            UntoldTable table,
            EventLog log,
            SessionEvents events,
            PaceSettings settings,
            MeterRegistry meters) {
        this.table = table;
        this.log = log;
        this.events = events;
        this.pace = settings.pace();
        this.thread = Thread.ofVirtual().name("session-news").unstarted(this::run);
        Gauge.builder("wardcast.sessions.untold", this, SessionNews::secondsOfTrouble)
                .baseUnit("seconds")
                .description("For how long rooms could not be told where their sessions stand")
                .register(meters);
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        thread.start();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** Rooms can't be told. */
    record Trouble(String reason, long sinceNanos) {}

    /** {@code null} if nothing is known to be wrong. */
    @Nullable Trouble trouble() {
        return trouble;
    }

    private double secondsOfTrouble() {
        Trouble now = trouble;
        return now == null ? 0 : (System.nanoTime() - now.sinceNanos()) / 1e9;
    }

    /**
     * Tells the rooms of these sessions, whose states are committed and noted as untold. Never
     * waits, and never throws: what fails is told later.
     */
    void tell(Collection<Session> states) {
        @Nullable TraceContext cause = Tracing.currentContext();
        for (Session state : states) {
            // One that waits for its time is told as it stands then. The end does not wait.
            if (Status.of(state).isFinal()
                    || early.computeIfPresent(state.sessionId(), (id, old) -> later(old, state))
                            == null) {
                publish(state, cause);
            }
        }
    }

    private static Session later(Session one, Session other) {
        return one.version() >= other.version() ? one : other;
    }

    /** Fails if it is not known whether the room knows it afterwards. */
    private CompletableFuture<Void> publish(Session state, @Nullable TraceContext cause) {
        CompletionStage<Duration> answer;
        try {
            NewEvent event = events.stands(state).in(cause);
            Duration apart = Status.of(state).isFinal() ? Duration.ZERO : pace;
            answer = log.publishState(event, state.version(), apart);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.thenAccept(
                        wait -> {
                            if (wait.isZero()) {
                                told.offer(state);
                            } else {
                                comeBack(state, wait);
                            }
                        })
                .toCompletableFuture();
    }

    private void comeBack(Session state, Duration wait) {
        if (early.merge(state.sessionId(), state, SessionNews::later) != state) {
            return;
        }
        CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS)
                .execute(() -> {
                    Session now = early.remove(state.sessionId());
                    if (now != null && !stopped) {
                        publish(now, null);
                    }
                });
    }

    private void run() {
        long nextLook = System.nanoTime();
        while (!stopped) {
            try {
                noteTold();
                if (System.nanoTime() - nextLook >= 0) {
                    boolean more = look();
                    nextLook = System.nanoTime() + (more ? 0 : LOOK_EVERY.toNanos());
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                fail("PostgreSQL: " + e);
            }
        }
    }

    /** If it fails they are told again, which changes nothing. */
    private void noteTold() throws InterruptedException {
        Session first = told.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            Thread.sleep(GATHER);
            List<Session> states = new ArrayList<>(List.of(first));
            told.drainTo(states);
            table.told(states);
        }
    }

    /**
     * Tells what nobody seems to have told.
     *
     * @return whether there may be more
     */
    private boolean look() {
        List<Session> overdue = table.overdue(OVERDUE, BATCH);
        List<CompletableFuture<Void>> answers =
                overdue.stream().map(state -> publish(state, null)).toList();
        String failed = null;
        for (CompletableFuture<Void> answer : answers) {
            try {
                answer.join();
            } catch (CompletionException e) {
                failed = "event log: " + e.getCause();
            }
        }
        if (failed != null) {
            fail(failed);
            return false;
        }
        trouble = null;
        return overdue.size() == BATCH;
    }

    private void fail(String why) {
        Trouble before = trouble;
        if (before == null && !stopped) {
            LOG.warn("Rooms of sessions can't be told, trying again: {}", why);
        }
        trouble = new Trouble(why, before == null ? System.nanoTime() : before.sinceNanos());
    }
}
