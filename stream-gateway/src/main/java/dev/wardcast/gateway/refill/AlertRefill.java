package dev.wardcast.gateway.refill;

import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Gap;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.sse.Refill;
import dev.wardcast.gateway.sse.StreamRequest;
import io.micronaut.json.JsonMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Asks alert-service for the alert events after a position, with the caller's own token: the
 * gateway borrows no right that the client does not have.
 */
@Singleton
public final class AlertRefill implements Refill {

    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A client without a known position is given the last hour, as long as the buffers reach. */
    private static final Duration WITHOUT_POSITION = Duration.ofHours(1);

    private final String alertsUrl;
    private final JsonMapper json;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore underWay = new Semaphore(32);

    AlertRefill(GatewayConfiguration configuration, JsonMapper json) {
        this.alertsUrl = configuration.getAlertsUrl();
        this.json = json;
        this.client = HttpClient.newBuilder().connectTimeout(TIMEOUT).executor(threads).build();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }

    @Override
    public CompletionStage<Refilled> fetch(StreamRequest request, Gap gap) {
        List<String> patients = new ArrayList<>();
        for (String room : gap.rooms()) {
            if (Room.parse(room) instanceof Room.PatientAlerts(String patient)) {
                patients.add(patient);
            }
        }
        if (patients.isEmpty()) {
            return CompletableFuture.completedFuture(Refilled.NOTHING);
        }
        long after =
                gap.since().clock() > 0
                        ? gap.since().clock()
                        : Instant.now().minus(WITHOUT_POSITION).toEpochMilli() * 1000;
        return CompletableFuture.supplyAsync(() -> fetchAll(request, patients, after), threads);
    }

    private record Found(String id, long clock, String data) {}

    private Refilled fetchAll(StreamRequest request, List<String> patients, long after) {
        List<Found> found = new ArrayList<>();
        for (String patient : patients) {
            found.addAll(fetchPatiently(request, patient, after));
        }
        found.sort(Comparator.comparingLong(Found::clock));
        Set<String> ids = new HashSet<>();
        List<String> events = new ArrayList<>();
        for (Found event : found) {
            if (ids.add(event.id())) {
                events.add(event.data());
            }
        }
        return new Refilled(ids, events);
    }

    private List<Found> fetchPatiently(StreamRequest request, String patient, long after) {
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                underWay.acquire();
                try {
                    return fetchPages(request, patient, after);
                } finally {
                    underWay.release();
                }
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new RefillFailed(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RefillFailed(e);
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RefillFailed(e);
            }
            pause = pause.multipliedBy(2);
        }
    }

    private List<Found> fetchPages(StreamRequest request, String patient, long after)
            throws IOException, InterruptedException {
        List<Found> found = new ArrayList<>();
        long from = after;
        while (true) {
            AlertEventsPage page = get(request, patient, from);
            for (AlertEventsPage.PublishedEvent event : page.events()) {
                found.add(new Found(event.eventId(), event.clock(), event.text(json)));
                from = Math.max(from, event.clock());
            }
            if (!page.more()) {
                return found;
            }
        }
    }

    private AlertEventsPage get(StreamRequest request, String patient, long after)
            throws IOException, InterruptedException {
        URI uri =
                URI.create(
                        alertsUrl
                                + "/api/v1/alerts/events?patient_id="
                                + patient
                                + "&after_clock="
                                + after
                                + "&limit=500");
        HttpResponse<byte[]> response =
                client.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(TIMEOUT)
                                .header("Authorization", "Bearer " + request.token())
                                .header("Accept", "application/json")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("alert-service answered " + response.statusCode());
        }
        AlertEventsPage page = json.readValue(response.body(), AlertEventsPage.class);
        if (page == null) {
            throw new IOException("alert-service answered null");
        }
        return page;
    }

    /** The stream goes on without, and says so. */
    static final class RefillFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefillFailed(Throwable cause) {
            super("alerts could not be refilled: " + cause.getMessage(), cause, false, false);
        }
    }
}
