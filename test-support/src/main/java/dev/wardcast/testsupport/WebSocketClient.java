package dev.wardcast.testsupport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A WebSocket client as programs have it, which keeps what it receives. Thread-safe. */
public final class WebSocketClient implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Patience.SOON)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    private final Object monitor = new Object();
    private final List<String> messages = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();
    private final WebSocket socket;
    private boolean ended;
    private int code;
    private String reason = "";
    private @Nullable Throwable failure;

    /** Connects; fails with what the server says instead. */
    public WebSocketClient(int port, String path, String token) {
        this(port, path, "Authorization", "Bearer " + token);
    }

    /** The same with another header to say who it is. */
    public WebSocketClient(int port, String path, String header, String value) {
        socket =
                HTTP.newWebSocketBuilder()
                        .header(header, value)
                        .buildAsync(URI.create("ws://127.0.0.1:" + port + path), new Recorder())
                        .join();
    }

    private final class Recorder implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                String message = parts.toString();
                parts.setLength(0);
                note(() -> messages.add(message));
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket from, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                byte[] message = binary.toByteArray();
                binary.reset();
                note(() -> frames.add(message));
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            note(() -> messages.add("pong " + new String(bytes, UTF_8)));
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String why) {
            note(() -> {
                code = status;
                reason = why;
                ended = true;
            });
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            note(() -> {
                failure = error;
                ended = true;
            });
        }
    }

    private void note(Runnable change) {
        synchronized (monitor) {
            change.run();
            monitor.notifyAll();
        }
    }

    public WebSocketClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    public WebSocketClient send(byte[] binary) {
        socket.sendBinary(ByteBuffer.wrap(binary), true).join();
        return this;
    }

    public void ping(String payload) {
        socket.sendPing(ByteBuffer.wrap(payload.getBytes(UTF_8))).join();
    }

    public void closeWith(int status) {
        socket.sendClose(status, "").join();
    }

    /** All so far; a pong is {@code pong} and its payload. */
    public List<String> messages() {
        synchronized (monitor) {
            return List.copyOf(messages);
        }
    }

    /** Waits for a message with this in it, which may have come already. */
    public String await(String part) {
        await("a message with " + part, () -> find(part) != null);
        synchronized (monitor) {
            return String.valueOf(find(part));
        }
    }

    /** Waits for at least so many messages with this in them, and returns them all. */
    public List<String> await(int count, String part) {
        Predicate<String> wanted = message -> message.contains(part);
        await(
                count + " messages with " + part,
                () -> messages.stream().filter(wanted).count() >= count);
        return messages().stream().filter(wanted).toList();
    }

    /** All binary messages so far. */
    public List<byte[]> frames() {
        synchronized (monitor) {
            return List.copyOf(frames);
        }
    }

    /** Waits for at least so many binary messages, and returns them all. */
    public List<byte[]> awaitFrames(int count) {
        await(count + " frames", () -> frames.size() >= count);
        return frames();
    }

    /** Whether the connection has ended, from either side. */
    public boolean isEnded() {
        synchronized (monitor) {
            return ended;
        }
    }

    /** What the server said when it closed. */
    public String reason() {
        synchronized (monitor) {
            return reason;
        }
    }

    private @Nullable String find(String part) {
        return messages.stream().filter(m -> m.contains(part)).findFirst().orElse(null);
    }

    /** Waits for the server to close, and returns its code. */
    public int awaitClose() {
        await("the end", () -> ended);
        synchronized (monitor) {
            if (failure != null) {
                throw new AssertionError("broken instead of closed", failure);
            }
            return code;
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Patience.SOON.toNanos();
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || ended) {
                    throw new AssertionError(
                            what
                                    + " did not come. Messages: "
                                    + messages
                                    + (ended ? ", closed with " + code : ""),
                            failure);
                }
                try {
                    monitor.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
