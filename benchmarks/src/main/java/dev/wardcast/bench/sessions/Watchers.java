package dev.wardcast.bench.sessions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.report.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Thousands of streams of Server-Sent Events, read by one thread. A step says in its message when
 * it was due ({@link #message}); each watcher must get those of its session in their order, each
 * once.
 */
final class Watchers implements AutoCloseable {

    private static final String MARK = "\"message\":\"due ";
    private static final byte[] MARK_BYTES = MARK.getBytes(US_ASCII);
    private static final int DIGITS = 16;
    private static final int LONGEST_PART = MARK_BYTES.length + DIGITS - 1;

    private final Selector selector;
    private final List<Watcher> watchers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final AtomicReference<String> wrong = new AtomicReference<>("");
    private final Thread reader;
    private volatile Latencies latencies = new Latencies();
    private volatile long arrived;

    Watchers() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = Thread.ofPlatform().daemon().name("watchers").unstarted(this::read);
    }

    /** What a step says, so that it is known again. */
    static String message(long due) {
        return "due %016x".formatted(due);
    }

    /** Opens a stream; returns when the server has answered. Not after {@link #begin}. */
    void open(int port, Request request) {
        try {
            SocketChannel channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(request.bytes()));
            String head = head(channel);
            if (!head.startsWith("HTTP/1.1 200")) {
                throw new IllegalStateException("a stream was refused:\n" + head);
            }
            channel.configureBlocking(false);
            Watcher watcher = new Watcher(channel);
            watchers.add(watcher);
            channel.register(selector, SelectionKey.OP_READ, watcher);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            if (channel.read(one.clear()) < 0) {
                throw new IOException("closed by the server: " + head);
            }
            head.append((char) one.get(0));
        }
        return head.toString();
    }

    void begin() {
        reader.start();
    }

    /** From now on latencies are counted here. */
    void record(Latencies into) {
        latencies = into;
    }

    /** Returns when so many steps have come, all watchers together, since the beginning. */
    void await(long expected, long patienceSeconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
        while (arrived < expected) {
            requireSound();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%,d of %,d steps have not arrived"
                                .formatted(expected - arrived, expected));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        requireSound();
    }

    /**
     * @throws IllegalStateException if a stream ended, or a step came twice or out of order
     */
    private void requireSound() {
        String what = wrong.get();
        if (!what.isEmpty()) {
            throw new IllegalStateException(what);
        }
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> ((Watcher) key.attachment()).readable());
            }
        } catch (IOException | ClosedSelectorException | UncheckedIOException e) {
            wrong.compareAndSet("", "the watchers ended: " + e);
        }
    }

    /** One stream. Belongs to the reading thread. */
    private final class Watcher {

        private final SocketChannel channel;
        private byte[] rest = {};
        private long last = Long.MIN_VALUE;

        Watcher(SocketChannel channel) {
            this.channel = channel;
        }

        void readable() {
            try {
                int count = channel.read(buffer.clear());
                long now = System.nanoTime();
                if (count < 0) {
                    channel.close();
                    wrong.compareAndSet("", "a stream has ended");
                    return;
                }
                buffer.flip();
                byte[] bytes = new byte[rest.length + count];
                System.arraycopy(rest, 0, bytes, 0, rest.length);
                buffer.get(bytes, rest.length, count);
                rest = steps(bytes, now);
            } catch (IOException e) {
                wrong.compareAndSet("", "a stream broke: " + e);
            }
        }

        /** Returns what may be the beginning of a step. */
        private byte[] steps(byte[] bytes, long now) {
            int at = 0;
            int end = bytes.length - MARK_BYTES.length - DIGITS;
            for (int i = 0; i <= end; i++) {
                if (isMark(bytes, i)) {
                    int from = i + MARK_BYTES.length;
                    step(new String(bytes, from, DIGITS, US_ASCII), now);
                    i = from + DIGITS - 1;
                    at = i + 1;
                }
            }
            int kept = Math.max(at, bytes.length - LONGEST_PART);
            byte[] left = new byte[bytes.length - kept];
            System.arraycopy(bytes, kept, left, 0, left.length);
            return left;
        }

        private void step(String hex, long now) {
            long due = Long.parseUnsignedLong(hex, DIGITS);
            if (due <= last) {
                wrong.compareAndSet("", "a step came twice or out of order");
            }
            last = due;
            latencies.record(now - due);
            arrived++;
        }
    }

    private static boolean isMark(byte[] bytes, int at) {
        for (int i = 0; i < MARK_BYTES.length; i++) {
            if (bytes[at + i] != MARK_BYTES[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            selector.close();
            reader.join();
            for (Watcher watcher : watchers) {
                watcher.channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
