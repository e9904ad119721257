package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * All clients of a server, on one thread. A read is one system call into one buffer that all
 * clients share; nothing is allocated on the way of an event.
 */
public final class Receiver implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;
    private static final int MOST_AT_ONCE = 64 * 1024;
    private static final int IDLE_MILLIS = 10;

    /**
     * After fewer reads than this the receiver lets some more gather. Clients elsewhere would not
     * take the server's processor for each packet; one that is woken for each does, and makes the
     * server pay for the waking too. Latencies are good to this much.
     */
    private static final int ENOUGH_AT_ONCE = 256;

    private static final long GATHER_NANOS = 200_000;

    private final Transport transport;
    private final Frames frames;
    private final Deliveries deliveries;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
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
        this.frames =
                switch (transport) {
                    case SSE -> new SseFrames();
                    case WEBSOCKET -> new WebSocketFrames();
                };
        this.deliveries = new Deliveries(rooms);
        this.thread = Thread.ofPlatform().daemon().name("receiver").start(this::run);
    }

    /** Opens connections until there are so many; completes when all of them are streaming. */
    public CompletableFuture<Void> connect(int target, IntFunction<Request> request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!thread.isAlive()) {
            done.completeExceptionally(new IllegalStateException(failure));
            return done;
        }
        commands.add(() -> clients.open(new Clients.Opening(target, request, done)));
        return done;
    }

    /** Whether, and where, the latency of each delivery is recorded; in nanoseconds. */
    public CompletableFuture<Void> record(@Nullable Histogram into) {
        return CompletableFuture.runAsync(() -> deliveries.record(into), commands::add)
                .orTimeout(10, TimeUnit.SECONDS);
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
            MemorySegment buffer = arena.allocate(BUFFER, 64);
            Intake intake = new Intake(sockets);
            while (!closing) {
                int ready = sockets.await(clients.mayOpenMore() ? 0 : IDLE_MILLIS);
                for (int i = 0; i < ready; i++) {
                    Connection connection = clients.get(sockets.tag(i));
                    read(sockets, buffer, connection, sockets.ended(i), intake);
                }
                deliveries.publish();
                if (ready > 0 && ready < ENOUGH_AT_ONCE && !clients.areOpening()) {
                    LockSupport.parkNanos(GATHER_NANOS);
                }
                for (Runnable command; (command = commands.poll()) != null; ) {
                    command.run();
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

    private void read(
            Sockets sockets,
            MemorySegment buffer,
            Connection connection,
            boolean ended,
            Intake intake) {
        int count;
        do {
            int kept = restore(buffer, connection);
            count = sockets.receive(connection.fd, buffer.asSlice(kept), MOST_AT_ONCE);
            if (count < 0) {
                keep(buffer, 0, kept, connection);
                return;
            }
            if (count == 0) {
                intake.over(connection, "closed by the server");
                return;
            }
            deliveries.receivedNow();
            int to = kept + count;
            int from = connection.streaming ? 0 : head(buffer, to, connection);
            if (connection.streaming) {
                from = frames.read(buffer, from, to, connection, intake);
            }
            keep(buffer, from, to, connection);
            // Less than there was room for: it is empty, and tells us when it is not.
        } while (count == MOST_AT_ONCE || ended);
    }

    private static int restore(MemorySegment buffer, Connection connection) {
        byte[] rest = connection.rest;
        if (rest == null) {
            return 0;
        }
        connection.rest = null;
        MemorySegment.copy(rest, 0, buffer, ValueLayout.JAVA_BYTE, 0, rest.length);
        return rest.length;
    }

    private void keep(MemorySegment buffer, int from, int to, Connection connection) {
        if (from == to) {
            return;
        }
        if (to - from > BUFFER - MOST_AT_ONCE) {
            fail("a frame of more than " + (to - from) + " bytes");
            return;
        }
        connection.rest = buffer.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Where the frames begin, or 0 if the answer's head is not complete. */
    private int head(MemorySegment buffer, int to, Connection connection) {
        String text = new String(buffer.asSlice(0, to).toArray(ValueLayout.JAVA_BYTE), UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        Request.refusal(transport, text)
                .ifPresent(answer -> fail("a client was refused: " + answer.strip()));
        clients.begun(connection);
        deliveries.joined(connection.room);
        return text.substring(0, end + 4).getBytes(UTF_8).length;
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

    /** From the frames to the counts. */
    private final class Intake implements Frames.Sink {
        private final Sockets sockets;

        Intake(Sockets sockets) {
            this.sockets = sockets;
        }

        @Override
        public void frame(MemorySegment buffer, int from, int to, Connection connection) {
            String wrong = deliveries.frame(buffer, from, to, connection);
            if (wrong != null) {
                fail(wrong);
            }
        }

        @Override
        public void answer(Connection connection, byte[] bytes) {
            sockets.send(connection.fd, bytes);
        }

        @Override
        public void over(Connection connection, String why) {
            fail("a connection ended: " + why);
        }
    }
}
