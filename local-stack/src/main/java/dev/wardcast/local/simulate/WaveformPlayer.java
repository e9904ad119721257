package dev.wardcast.local.simulate;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Streams a recording of waves in its own pace, or so many times as fast as the server allows. What
 * could not be acknowledged before a connection broke is not sent again: it is a hole, as with a
 * real monitor.
 */
final class WaveformPlayer {

    private static final Duration PAUSE = Duration.ofMillis(500);

    /** For a server that was there before. */
    private static final int ATTEMPTS = 60;

    private final WaveformRecord record;
    private final double speed;

    WaveformPlayer(WaveformRecord record, double speed) {
        this.record = record;
        this.speed = speed;
    }

    /** How long {@link #play} takes, if the server keeps up. */
    Duration duration() {
        return at(record.frames() - 1);
    }

    void play(HttpClient http, URI server, Device device, Progress progress)
            throws InterruptedException {
        long stream = ThreadLocalRandom.current().nextLong();
        Instant began = Instant.now();
        long start = System.nanoTime();
        WaveformSocket socket = connect(http, server, device, 0, 1, progress);
        try {
            for (int frame = 0; frame < record.frames(); frame++) {
                long due = start + at(frame).toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                byte[] bytes = record.frame(frame, stream, began);
                while (!socket.send(bytes)) {
                    socket = connect(http, server, device, frame, ATTEMPTS, progress);
                }
            }
            socket.awaitAcknowledged();
        } finally {
            socket.close();
        }
    }

    private static WaveformSocket connect(
            HttpClient http, URI server, Device device, int next, int attempts, Progress progress)
            throws InterruptedException {
        for (int attempt = 0; attempt < attempts; attempt++) {
            Optional<WaveformSocket> made =
                    WaveformSocket.connect(
                            http,
                            server,
                            device,
                            next,
                            (count, lost) -> count(progress, count, lost));
            if (made.isPresent()) {
                return made.get();
            }
            Thread.sleep(PAUSE);
        }
        throw new SimulationException("No stream to " + server + " (expected: a running Wardcast)");
    }

    private static void count(Progress progress, int frames, int lost) {
        Optional<String> reason =
                lost == 0 ? Optional.empty() : Optional.of("some could not be passed on");
        progress.count(frames, new DeviceClient.Outcome(frames - lost, 0, lost, reason));
    }

    private Duration at(int frame) {
        return Duration.ofNanos(Math.round(record.until(frame).toNanos() / speed));
    }
}
