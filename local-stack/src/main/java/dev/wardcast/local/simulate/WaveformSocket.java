package dev.wardcast.local.simulate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A device's WebSocket. Sends no further ahead than the server gives it credit for, and nothing
 * while the server asks for a pause.
 */
final class WaveformSocket implements AutoCloseable {

    /** From here on a close code means: do not come back. */
    private static final int FINAL = 4500;

    /** What became of frames: so many were dealt with, and of them so many were lost. */
    interface Acknowledged {
        void frames(int count, int lost);
    }

    private final Object monitor = new Object();
    private final Acknowledged acknowledged;
    private final WebSocket socket;

    // All below belongs to the monitor.
    private int credit;
    private int ahead;
    private long lastSequence = -1;
    private long lost;
    private boolean paused;
    private boolean over;
    private String fault = "";

    private WaveformSocket(HttpClient http, URI server, Device device, Acknowledged acknowledged) {
        this.acknowledged = acknowledged;
        URI address =
                URI.create(
                        server.toString().replaceFirst("^http", "ws")
                                + "/api/v1/vitals/ws?patient_id="
                                + device.patientId());
        this.socket =
                http.newWebSocketBuilder()
                        .header("X-Device-Key", device.key())
                        .buildAsync(address, new Listener())
                        .join();
    }

    /**
     * @param next sequence of the frame that will be sent first
     * @return empty if the server is not there, or has no room now
     * @throws SimulationException if it refuses this device
     */
    static Optional<WaveformSocket> connect(
            HttpClient http, URI server, Device device, long next, Acknowledged acknowledged) {
        try {
            WaveformSocket made = new WaveformSocket(http, server, device, acknowledged);
            made.beginAt(next);
            return Optional.of(made);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebSocketHandshakeException refused
                    && refused.getResponse().statusCode() < 500) {
                throw new SimulationException(
                        "The stream of %s was refused (%d)"
                                .formatted(device, refused.getResponse().statusCode()));
            }
            return Optional.empty();
        }
    }

    private void beginAt(long next) {
        synchronized (monitor) {
            lastSequence = next - 1;
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
            parts.append(part);
            if (end) {
                String message = parts.toString();
                parts.setLength(0);
                heard(message);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended(code >= FINAL ? code + " " + reason : "");
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended("");
        }
    }

    private void heard(String message) {
        synchronized (monitor) {
            switch (Json.find(message, "type").orElse("")) {
                case "welcome" -> credit = (int) number(message, "credit");
                case "ack" -> acknowledged(message);
                case "command" -> paused = Json.find(message, "command").orElse("").equals("pause");
                default -> {}
            }
            monitor.notifyAll();
        }
    }

    private void acknowledged(String message) {
        long sequence = number(message, "sequence");
        int frames = (int) (sequence - lastSequence);
        int lostNow = (int) (number(message, "lost") - lost);
        lastSequence = sequence;
        lost += lostNow;
        ahead -= frames;
        credit = (int) number(message, "credit");
        acknowledged.frames(frames, lostNow);
    }

    private static long number(String message, String name) {
        return Json.find(message, name).map(Long::valueOf).orElse(0L);
    }

    private void ended(String why) {
        synchronized (monitor) {
            over = true;
            fault = why;
            monitor.notifyAll();
        }
    }

    /**
     * Waits for credit, and sends.
     *
     * @return false, and nothing was sent, if the connection has ended
     * @throws SimulationException if the server wants no more of this device
     */
    boolean send(byte[] frame) throws InterruptedException {
        synchronized (monitor) {
            while (!over && (paused || ahead >= credit)) {
                monitor.wait();
            }
            if (!fault.isEmpty()) {
                throw new SimulationException("The server ended the stream: " + fault);
            }
            if (over) {
                return false;
            }
            ahead++;
        }
        try {
            socket.sendBinary(ByteBuffer.wrap(frame), true).join();
            return true;
        } catch (CompletionException broken) {
            ended("");
            return false;
        }
    }

    /** Waits until everything is acknowledged, or the connection has ended. */
    void awaitAcknowledged() throws InterruptedException {
        synchronized (monitor) {
            while (!over && ahead > 0) {
                monitor.wait();
            }
        }
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").handle((sent, failure) -> sent).join();
    }
}
