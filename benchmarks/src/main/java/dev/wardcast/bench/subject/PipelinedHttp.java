package dev.wardcast.bench.subject;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** HTTP/1.1 requests one behind the other on one connection, without waiting for the answers. */
final class PipelinedHttp implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final Queue<CompletableFuture<Void>> unanswered = new ConcurrentLinkedQueue<>();

    PipelinedHttp(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
            Thread.ofPlatform().daemon().name("answers").start(() -> readAnswers(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CompletionStage<Void> send(byte[] request) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        unanswered.add(answered);
        try {
            out.write(request);
        } catch (IOException e) {
            answered.completeExceptionally(e);
        }
        return answered;
    }

    private void readAnswers(InputStream in) {
        try {
            while (true) {
                String status = line(in);
                int length = 0;
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(header.substring(15).strip());
                    }
                }
                in.skipNBytes(length);
                CompletableFuture<Void> answered = unanswered.remove();
                if (status.startsWith("HTTP/1.1 20")) {
                    answered.complete(null);
                } else {
                    answered.completeExceptionally(new IOException(status));
                }
            }
        } catch (IOException e) {
            unanswered.forEach(waiting -> waiting.completeExceptionally(e));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("closed by the server");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
