package dev.wardcast.bench.load;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * All clients of a server, on one thread. A read is one system call into one buffer that all
 * clients share; nothing is allocated on the way of an event.
 */
public final class Receiver implements AutoCloseable {

    private static final int IDLE_MILLIS = 10;

    /**
     * After fewer reads than this the receiver lets some more gather. Clients elsewhere would not
     * take the server's processor for each packet; one that is woken for each does, and makes the
     * server pay for the waking too. Latencies are good to this much.
     */
    private static final int ENOUGH_AT_ONCE = 256;

    private static final long GATHER_NANOS = 200_000;

    private final Transport transport;
    private final Deliveries deliveries;
    private final Queue<Consumer<Sockets>> commands = new ConcurrentLinkedQueue<>();
    private final Clients clients;
    private final Thread thread;

    private volatile @Nullable String failure;
    private volatile boolean closing;

    /**
     * @param port of the server, on 127.0.0.1
     * @param rooms into which clients are divided; event number n goes to room n % rooms
     */
    public Receiver(int port, Transport transport, int rooms) {
        this.clients = new Clients(port);
        this.transport = transport;
        this.deliveries = new Deliveries(rooms);
        this.thread = Thread.ofPlatform().daemon().name("receiver").start(this::run);
    }

    /** Opens connections until there are so many; completes when all of them are streaming. */
    public CompletableFuture<Void> connect(int target, IntFunction<Request> request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        return submit(done, sockets -> clients.open(target, request, done));
    }

    /** From now on each client notes its last {@code id:}, to come back with. SSE only. */
    public CompletableFuture<Void> keepPositions() {
        return perform(sockets -> clients.keepPositions = true);
    }

    /** Closes all connections at once. What each client has got is not forgotten. */
    public CompletableFuture<Void> cut() {
        return perform(sockets -> clients.cut(sockets));
    }

    /**
     * All clients that were cut off connect again, as fast as that goes, with {@code
     * Last-Event-ID}.
     *
     * @param newest the number of the last event that the server has taken; called by the receiver
     * @return completes when each has, in order, all that it had missed when it began to connect
     */
    public CompletableFuture<Recovery> comeBack(IntFunction<Request> request, IntSupplier newest) {
        CompletableFuture<Recovery> done = new CompletableFuture<>();
        return submit(
                done,
                sockets -> {
                    // They note nothing more: that would be a copy for each event.
                    clients.keepPositions = false;
                    clients.comeBack(request, new Comeback(deliveries.clients(), newest, done));
                });
    }

    /** Whether, and where, the latency of each delivery is recorded; in nanoseconds. */
    public CompletableFuture<Void> record(@Nullable Histogram into) {
        return perform(sockets -> deliveries.record(into));
    }

    private CompletableFuture<Void> perform(Consumer<Sockets> command) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        commands.add(sockets -> {
            command.accept(sockets);
            done.complete(null);
        });
        return done.orTimeout(10, TimeUnit.SECONDS);
    }

    private <T> CompletableFuture<T> submit(CompletableFuture<T> done, Consumer<Sockets> command) {
        if (thread.isAlive()) {
            commands.add(command);
        } else {
            done.completeExceptionally(new IllegalStateException(failure));
        }
        return done;
    }

    /** Events that have been delivered to a client each, since the beginning. */
    public long delivered() {
        return deliveries.soFar();
    }

    /** Frames that were no events, such as keep-alives, since the beginning. */
    public long otherFrames() {
        return deliveries.othersSoFar();
    }

    /** One permit for each event that has reached every client of its room. */
    public Semaphore completed() {
        return deliveries.completed;
    }

    /** CPU time of the receiving thread, in nanoseconds. */
    public long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }

    /**
     * @throws IllegalStateException if a connection ended, or an event was lost or came twice
     */
    public void requireSound() {
        String what = failure;
        if (what != null) {
            throw new IllegalStateException(what);
        }
    }

    private void run() {
        try (Arena arena = Arena.ofConfined();
                Sockets sockets = new Sockets()) {
            Reader reader = new Reader(transport, sockets, clients, deliveries, arena, this::fail);
            while (!closing) {
                int ready = sockets.await(clients.mayOpenMore() ? 0 : IDLE_MILLIS);
                for (int i = 0; i < ready; i++) {
                    reader.read(clients.get(sockets.tag(i)), sockets.ended(i));
                }
                deliveries.publish();
                if (ready > 0 && ready < ENOUGH_AT_ONCE && !clients.areOpening()) {
                    LockSupport.parkNanos(GATHER_NANOS);
                }
                for (Consumer<Sockets> command; (command = commands.poll()) != null; ) {
                    command.accept(sockets);
                }
                String wrong = failure;
                if (wrong == null) {
                    clients.openMore(sockets);
                } else {
                    clients.giveUp(wrong);
                }
            }
            clients.close(sockets);
        } catch (RuntimeException e) {
            String story = "the receiver failed: " + e;
            fail(story);
            clients.giveUp(story);
        }
    }

    private void fail(String what) {
        if (failure == null && !closing) {
            failure = what;
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
