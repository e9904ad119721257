package dev.wardcast.gateway.upstream;

import dev.wardcast.kit.tls.InnerTls;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Requests to other services, each with the token of the client for whom it is made: the gateway
 * borrows no right that the client does not have.
 */
@Singleton
public final class Upstream {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 32;
    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Semaphore underWay = new Semaphore(MOST_AT_ONCE);

    Upstream(InnerTls tls) {
        client =
                HttpClient.newBuilder()
                        .connectTimeout(TIMEOUT)
                        .sslContext(tls.context())
                        .executor(threads)
                        .build();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    /** Runs a task that may block, on a thread of its own. */
    public <T> CompletionStage<T> async(Callable<T> task) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.call();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new Unavailable(e);
                    } catch (Exception e) {
                        throw new Unavailable(e);
                    }
                },
                threads);
    }

    /** A request that is still to be given its method. */
    public static HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(URI.create(service + path)).timeout(TIMEOUT);
    }

    /** Sends a request once, whatever is answered. Blocks. */
    public HttpResponse<byte[]> send(String token, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        underWay.acquire();
        try {
            return client.send(
                    request.setHeader("Authorization", "Bearer " + token)
                            .setHeader("Accept", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } finally {
            underWay.release();
        }
    }

    /**
     * The body of a 200, for which it tries six times within some 6 s of pauses. Blocks.
     *
     * @throws IOException if every attempt failed
     */
    public byte[] get(String token, String service, String path)
            throws IOException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<byte[]> response = send(token, request(service, path).GET());
                if (response.statusCode() == 200) {
                    return response.body();
                }
                throw new IOException("answered " + response.statusCode());
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /** A service could not be asked. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause, false, false);
        }
    }
}
