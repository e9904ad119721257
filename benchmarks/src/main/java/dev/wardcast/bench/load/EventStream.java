package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * One client of Server-Sent Events that looks at what it gets, on a thread of its own: for a few
 * clients with events that are to be understood. Thousands are {@link Receiver}'s business.
 */
public final class EventStream implements AutoCloseable {

    private static final int BUFFER = 1 << 20;
    private static final byte[] DATA = "data:".getBytes(UTF_8);

    /** Told of each {@code data:} line. */
    public interface Listener {
        /**
         * @param receivedAt when its last byte was read, as of {@link System#nanoTime}
         */
        void data(String data, long receivedAt);
    }

    private final Socket socket;
    private final Listener listener;
    private final byte[] buffer = new byte[BUFFER];
    private volatile boolean closed;
    private volatile boolean ended;

    /**
     * Connects; returns when the server has answered.
     *
     * @throws IllegalStateException if it refuses
     */
    public EventStream(int port, Request request, Listener listener) {
        this.listener = listener;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream().write(request.bytes());
            InputStream in = socket.getInputStream();
            String head = head(in);
            Request.refusal(Transport.SSE, head)
                    .ifPresent(refusal -> {
                        throw new IllegalStateException("a stream was refused:\n" + refusal);
                    });
            Thread.ofPlatform().daemon().name("stream").start(() -> read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed by the server: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void read(InputStream in) {
        int kept = 0;
        try {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer, kept, BUFFER - kept)) {
                kept = lines(kept + n, System.nanoTime());
            }
            ended = !closed;
        } catch (IOException e) {
            ended = !closed;
        }
    }

    /** Returns how much of an unfinished line is left, moved to the front. */
    private int lines(int end, long receivedAt) {
        int start = 0;
        for (int i = 0; i < end; i++) {
            if (buffer[i] == '\n') {
                if (i - start > DATA.length && isData(start)) {
                    int from = start + DATA.length;
                    listener.data(new String(buffer, from, i - from, UTF_8), receivedAt);
                }
                start = i + 1;
            }
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        return end - start;
    }

    private boolean isData(int at) {
        for (int i = 0; i < DATA.length; i++) {
            if (buffer[at + i] != DATA[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * @throws IllegalStateException if the server has ended it
     */
    public void requireOpen() {
        if (ended) {
            throw new IllegalStateException("a stream has ended");
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
