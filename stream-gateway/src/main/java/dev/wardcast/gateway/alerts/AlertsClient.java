package dev.wardcast.gateway.alerts;

import dev.wardcast.gateway.GatewayConfiguration;
import io.micronaut.json.JsonMapper;
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
 * alert-service over HTTP, with the caller's own token: the gateway borrows no right that the
 * client does not have.
 */
@Singleton
final class AlertsClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 32;

    private final String alertsUrl;
    private final JsonMapper json;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore underWay = new Semaphore(MOST_AT_ONCE);

    AlertsClient(GatewayConfiguration configuration, JsonMapper json) {
        this.alertsUrl = configuration.getAlertsUrl();
        this.json = json;
        this.client = HttpClient.newBuilder().connectTimeout(TIMEOUT).executor(threads).build();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    /** Runs a task that may block, on a thread of its own. */
    <T> CompletionStage<T> async(Callable<T> task) {
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

    /** Published events of a patient's alerts after a clock. Blocks. */
    AlertEventsPage events(String token, String patientId, long afterClock, int limit)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                send(
                        token,
                        request(
                                        "/api/v1/alerts/events?patient_id="
                                                + patientId
                                                + "&after_clock="
                                                + afterClock
                                                + "&limit="
                                                + limit)
                                .GET());
        if (response.statusCode() != 200) {
            throw new IOException("alert-service answered " + response.statusCode());
        }
        AlertEventsPage page = json.readValue(response.body(), AlertEventsPage.class);
        if (page == null) {
            throw new IOException("alert-service answered null");
        }
        return page;
    }

    /** Acknowledges an alert. Blocks. */
    HttpResponse<byte[]> acknowledge(String token, String alertId, String patientId, byte[] body)
            throws IOException, InterruptedException {
        return send(
                token,
                request("/api/v1/alerts/alerts/" + alertId + "/acknowledge?patient_id=" + patientId)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(alertsUrl + path)).timeout(TIMEOUT);
    }

    private HttpResponse<byte[]> send(String token, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        underWay.acquire();
        try {
            return client.send(
                    request.header("Authorization", "Bearer " + token)
                            .header("Accept", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } finally {
            underWay.release();
        }
    }

    /** alert-service could not be asked. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(Throwable cause) {
            super("alert-service: " + cause.getMessage(), cause, false, false);
        }
    }
}
