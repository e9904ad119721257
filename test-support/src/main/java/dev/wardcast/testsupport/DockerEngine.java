package dev.wardcast.testsupport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Asks whether a Docker engine answers, within a second and without a word. A client without an
 * engine is common, and Testcontainers takes long and says much before it gives that up.
 */
final class DockerEngine {

    private static final int TIMEOUT_MILLIS = 800;

    private DockerEngine() {}

    private static final class Answer {
        static final boolean YES = ask();
    }

    static boolean answers() {
        return Answer.YES;
    }

    private static boolean ask() {
        return addresses().anyMatch(DockerEngine::pings);
    }

    private static Stream<SocketAddress> addresses() {
        String host = System.getenv("DOCKER_HOST");
        if (host != null && !host.isBlank()) {
            URI uri = URI.create(host);
            return switch (Objects.requireNonNullElse(uri.getScheme(), "")) {
                case "unix" -> Stream.of(UnixDomainSocketAddress.of(uri.getPath()));
                case "tcp" -> Stream.of(new InetSocketAddress(uri.getHost(), uri.getPort()));
                default -> Stream.empty();
            };
        }
        return Stream.of(
                        "/var/run/docker.sock",
                        System.getProperty("user.home") + "/.docker/run/docker.sock",
                        Objects.requireNonNullElse(System.getenv("XDG_RUNTIME_DIR"), "/run")
                                + "/docker.sock")
                .map(Path::of)
                .filter(Files::exists)
                .map(UnixDomainSocketAddress::of);
    }

    static boolean pings(SocketAddress address) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread asking =
                Thread.ofVirtual()
                        .start(() -> {
                            try (SocketChannel channel = SocketChannel.open(address)) {
                                answer.complete(isOk(channel));
                            } catch (IOException | RuntimeException e) {
                                answer.complete(false);
                            }
                        });
        try {
            return answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            // Closes the channel too.
            asking.interrupt();
        }
    }

    private static boolean isOk(SocketChannel channel) throws IOException {
        channel.write(
                ByteBuffer.wrap(
                        "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer reply = ByteBuffer.allocate(12);
        while (reply.hasRemaining() && channel.read(reply) >= 0) {
            // Reads on until the status is there.
        }
        return new String(reply.array(), 0, reply.position(), StandardCharsets.US_ASCII)
                .endsWith(" 200");
    }
}
