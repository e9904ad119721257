package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Posts over lasting connections, one at a time on each: the next one of a connection waits for the
 * answer, as a device's would. One thread reads the answers of all.
 */
public final class HttpPosts implements AutoCloseable {

    /** What became of a post whose connection broke. */
    public static final int BROKEN = 0;

    private static final int LONGEST_ANSWER = 16_384;

    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();
    private final Thread reader;

    public HttpPosts(int port, int count) {
        try {
            selector = Selector.open();
            for (int i = 0; i < count; i++) {
                connections.add(new Connection(port));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = Thread.ofPlatform().daemon().name("answers").start(this::read);
    }

    /**
     * Sends now, or when the connection is free.
     *
     * @param lane which connection; those of the same one keep their order
     * @param request head and body
     * @param answered told the status, or {@link #BROKEN}; on the thread that reads
     */
    public void post(int lane, byte[] request, IntConsumer answered) {
        connections.get(lane % connections.size()).post(new Post(request, answered));
    }

    /** Whether a post on this connection would have to wait for the answer to another. */
    public boolean isBusy(int lane) {
        return connections.get(lane % connections.size()).isBusy();
    }

    private record Post(byte[] request, IntConsumer answered) {}

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> ((Connection) key.attachment()).readable());
            }
        } catch (IOException | ClosedSelectorException closed) {
            connections.forEach(Connection::broken);
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocate(LONGEST_ANSWER);
        private final Queue<Post> waiting = new ArrayDeque<>();
        private @Nullable Post underWay;
        private boolean isBroken;

        Connection(int port) throws IOException {
            channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void post(Post post) {
            synchronized (this) {
                if (underWay != null) {
                    waiting.add(post);
                    return;
                }
                if (!isBroken) {
                    send(post);
                    return;
                }
            }
            post.answered().accept(BROKEN);
        }

        synchronized boolean isBusy() {
            return underWay != null || isBroken;
        }

        /** Requests are small, and there is one at a time: the socket always has room. */
        private void send(Post post) {
            underWay = post;
            ByteBuffer bytes = ByteBuffer.wrap(post.request());
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                // The reader finds the same.
                Thread.onSpinWait();
            }
        }

        void readable() {
            try {
                if (channel.read(in) < 0) {
                    broken();
                    return;
                }
                int end = AnswerEnd.of(in.array(), in.position());
                if (end > 0) {
                    int status = Integer.parseInt(new String(in.array(), 9, 3, ISO_8859_1));
                    in.flip().position(end);
                    in.compact();
                    answered(status);
                }
            } catch (IOException | NumberFormatException e) {
                broken();
            }
        }

        private void answered(int status) {
            Post done;
            synchronized (this) {
                done = underWay;
                underWay = null;
                Post next = waiting.poll();
                if (next != null) {
                    send(next);
                }
            }
            if (done != null) {
                done.answered().accept(status);
            }
        }

        void broken() {
            List<Post> lost;
            synchronized (this) {
                isBroken = true;
                lost = new ArrayList<>(waiting);
                if (underWay != null) {
                    lost.add(underWay);
                    underWay = null;
                }
                waiting.clear();
            }
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            lost.forEach(post -> post.answered().accept(BROKEN));
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            reader.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
