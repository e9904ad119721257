package dev.wardcast.sessions.pipeline;

import dev.wardcast.sessions.progress.Sessions;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that look for recordings to process. Platform threads: the work is computing, and on
 * virtual ones it would keep requests waiting.
 */
@Singleton
class PipelineWorkers implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineWorkers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PipelineSettings settings;
    private final PipelineWork work;
    private final Semaphore arrivals = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    PipelineWorkers(PipelineSettings settings, PipelineWork work, Sessions sessions) {
        this.settings = settings;
        this.work = work;
        sessions.onArrival(arrivals::release);
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        if (!settings.work()) {
            return;
        }
        for (int i = 0; i < settings.workers(); i++) {
            threads.add(Thread.ofPlatform().name("session-pipeline-" + i).start(this::run));
        }
    }

    /** What is under way is given back, so that another node goes on at once. */
    @PreDestroy
    void stop() throws InterruptedException {
        stopped = true;
        arrivals.release(settings.workers());
        for (Thread thread : threads) {
            thread.join(PATIENCE);
        }
    }

    private void run() {
        while (!stopped) {
            try {
                if (!work.doNext(() -> !stopped)) {
                    arrivals.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
                    if (!stopped) {
                        arrivals.drainPermits();
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warn("No recordings can be had, trying again: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private void pause() {
        try {
            arrivals.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
