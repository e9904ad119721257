package dev.wardcast.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends events to the rooms in turn, and sees to it that every one arrives everywhere. */
public final class Load {

    /** For an event to reach all clients of its room. A machine may be small and a server slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Receiver receiver;
    private final Publisher publisher;
    private final int rooms;
    private final Stamp stamp;
    private final AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
    private volatile int newestTaken = -1;
    private int next;
    private int underWay;

    public Load(Receiver receiver, Publisher publisher, int rooms, int eventSize) {
        this.receiver = receiver;
        this.publisher = publisher;
        this.rooms = rooms;
        this.stamp = new Stamp(eventSize);
    }

    /** What happens while events flow. */
    public interface Stages {
        /** The warm-up is over. */
        void begin();

        /** Events still flow, and no longer count. */
        void end();
    }

    /**
     * The first event, alone. A Redis that was just started does not know the script yet, and what
     * is sent until it does may overtake; whoever publishes in order waits for the first.
     */
    public void first() throws InterruptedException {
        send(System.nanoTime());
        await(1);
    }

    /**
     * As fast as they are received: with so many events of each room under way, the next is sent
     * when one has reached all its clients. Returns when all have.
     */
    public void closedLoop(Duration warmUp, Duration measured, int window, Stages stages)
            throws InterruptedException {
        long begin = System.nanoTime() + warmUp.toNanos();
        long end = begin + measured.toNanos();
        for (int i = 0; i < window * rooms; i++) {
            send(System.nanoTime());
        }
        boolean begun = false;
        while (true) {
            long now = System.nanoTime();
            if (!begun && now >= begin) {
                begun = true;
                stages.begin();
                end = System.nanoTime() + measured.toNanos();
            } else if (begun && now >= end) {
                break;
            }
            // What completed together is answered together.
            int credits = Math.max(1, receiver.completed().availablePermits());
            await(credits);
            for (int i = 0; i < credits; i++) {
                send(System.nanoTime());
            }
        }
        stages.end();
        await(underWay);
    }

    /**
     * At a fixed rate, whatever the server does; the time in an event is the one it was due at, so
     * that a late sender makes nothing look faster. Returns when all have arrived.
     */
    public void openLoop(Duration warmUp, Duration measured, double eventsPerSecond, Stages stages)
            throws InterruptedException {
        double interval = 1e9 / eventsPerSecond;
        long start = System.nanoTime();
        long warm = Math.round(warmUp.toNanos() / interval);
        long all = warm + Math.max(1, Math.round(measured.toNanos() / interval));
        for (long i = 0; i < all; i++) {
            if (i == warm) {
                await(underWay);
                stages.begin();
                start = System.nanoTime() - Math.round(i * interval);
            }
            long due = start + Math.round(i * interval);
            for (long left; (left = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            send(due);
        }
        await(underWay);
        stages.end();
    }

    /**
     * Publishes events; returns when the server has taken them, whether clients are there or not.
     */
    public void publish(int events) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            answers.add(send(System.nanoTime()));
        }
        // A refusal is told where the events are waited for.
        answers.forEach(answer -> answer.exceptionally(refusal -> null).join());
    }

    /** Publishes at a fixed rate until something else is done. */
    public void publishUntil(Future<?> done, double eventsPerSecond) throws InterruptedException {
        long interval = Math.round(1e9 / eventsPerSecond);
        for (long due = System.nanoTime(); ; due += interval) {
            try {
                done.get(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                send(due);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Returns when every event has reached all its clients. */
    public void awaitAll() throws InterruptedException {
        await(underWay);
    }

    /** The number of the last event that the server has taken, or -1; for any thread. */
    public int newestTaken() {
        return newestTaken;
    }

    private CompletableFuture<?> send(long time) {
        int number = next++;
        underWay++;
        return publisher
                .publish(number % rooms, number, stamp.event(time, number))
                .whenComplete((taken, failure) -> {
                    if (failure != null) {
                        refused.compareAndSet(null, failure);
                    } else {
                        newestTaken = number;
                    }
                })
                .toCompletableFuture();
    }

    private void await(int events) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!receiver.completed().tryAcquire(events, 1, TimeUnit.SECONDS)) {
            requireSound();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%d events have not reached all their clients after %d s"
                                .formatted(events, PATIENCE.toSeconds()));
            }
        }
        underWay -= events;
        requireSound();
    }

    private void requireSound() {
        receiver.requireSound();
        Throwable failure = refused.get();
        if (failure != null) {
            throw new IllegalStateException("an event was not taken", failure);
        }
    }
}
