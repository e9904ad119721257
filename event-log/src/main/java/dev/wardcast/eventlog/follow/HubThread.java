package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.follow.PartitionHub.Heard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a partition. What Redis says comes in bounded: beyond the bound it is thrown
 * away, counted, and fetched from the buffers afterwards, so that the thread that reads the socket
 * never waits. Commands come from our own followers, a few for each, and are never thrown away.
 */
final class HubThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HubThread.class);
    private static final int MOST_HEARD = 65_536;
    private static final int BATCH = 512;
    private static final long TICK_MILLIS = 250;

    private final LinkedBlockingQueue<Object> inbox = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean overflow = new AtomicBoolean();
    private final Consumer<List<Heard>> hear;
    private final Runnable overflowed;
    private final Runnable tick;
    private final Thread thread;
    private volatile boolean closed;

    HubThread(String name, Consumer<List<Heard>> hear, Runnable overflowed, Runnable tick) {
        this.hear = hear;
        this.overflowed = overflowed;
        this.tick = tick;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void heard(Heard message) {
        if (waiting.incrementAndGet() > MOST_HEARD) {
            waiting.decrementAndGet();
            overflow.set(true);
        } else {
            inbox.add(message);
        }
    }

    void command(Runnable command) {
        inbox.add(command);
    }

    private void run() {
        List<Object> batch = new ArrayList<>(BATCH);
        List<Heard> messages = new ArrayList<>(BATCH);
        long nextTick = System.nanoTime();
        while (!closed) {
            try {
                Object first = inbox.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    inbox.drainTo(batch, BATCH - 1);
                }
                for (Object item : batch) {
                    if (item instanceof Heard message) {
                        messages.add(message);
                    } else {
                        flush(messages);
                        run((Runnable) item);
                    }
                }
                flush(messages);
                if (overflow.compareAndSet(true, false)) {
                    overflowed.run();
                }
                if (System.nanoTime() - nextTick >= 0) {
                    nextTick = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
                    tick.run();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("a mistake of ours; the room hub goes on", e);
            } finally {
                batch.clear();
                messages.clear();
            }
        }
    }

    private static void run(Runnable command) {
        try {
            command.run();
        } catch (RuntimeException e) {
            // One follower's trouble is not the others'.
            LOG.error("a mistake of ours in a command; the room hub goes on", e);
        }
    }

    private void flush(List<Heard> messages) {
        if (!messages.isEmpty()) {
            waiting.addAndGet(-messages.size());
            hear.accept(messages);
            messages.clear();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
