package dev.wardcast.alerts.trial;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.tls.InnerTls;
import io.micronaut.http.HttpStatus;
import io.micronaut.json.JsonMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Asks vitals-ingest for a patient's readings with the token of whoever wants them: this service
 * borrows no right that the caller does not have. Blocks.
 */
@Singleton
final class VitalsHistory {

    static final int MOST = 20_000;

    private static final int PAGE = 1000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_AT_ONCE = 4;
    private static final int RETRY_SECONDS = 2;

    private final HttpClient client;
    private final JsonMapper json;
    private final String vitalsUrl;
    private final Semaphore underWay = new Semaphore(MOST_AT_ONCE);

    VitalsHistory(InnerTls tls, JsonMapper json, TrialConfiguration configuration) {
        this.client =
                HttpClient.newBuilder().connectTimeout(TIMEOUT).sslContext(tls.context()).build();
        this.json = json;
        this.vitalsUrl = configuration.vitalsUrl();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    /**
     * @param complete whether that is all there is
     */
    record Read(List<Sample> samples, boolean complete) {}

    /**
     * The newest readings of the time, at most {@value #MOST}.
     *
     * @param only one vital sign, or {@code null} for all
     * @throws ProblemException 401, 403 or 404 as vitals-ingest says; 503 if it does not answer, or
     *     too many ask at once
     */
    Read read(String token, String patientId, @Nullable VitalType only, Instant from, Instant to) {
        if (!underWay.tryAcquire()) {
            throw away("Too many rules are being tried at the moment.");
        }
        try {
            List<Sample> samples = new ArrayList<>();
            String cursor = null;
            do {
                VitalsPage page = page(token, path(patientId, only, from, to, cursor));
                for (VitalsPage.Item item : page.items()) {
                    sample(item, samples);
                }
                cursor = page.nextCursor();
            } while (cursor != null && samples.size() < MOST);
            return new Read(samples, cursor == null);
        } catch (IOException e) {
            throw away("The history of the patient can't be read at the moment.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away("The history of the patient can't be read at the moment.");
        } finally {
            underWay.release();
        }
    }

    private VitalsPage page(String token, String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                client.send(
                        HttpRequest.newBuilder(URI.create(vitalsUrl + path))
                                .timeout(TIMEOUT)
                                .header("Authorization", "Bearer " + token)
                                .header("Accept", "application/json")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        return switch (answer.statusCode()) {
            case 200 -> {
                VitalsPage page = json.readValue(answer.body(), VitalsPage.class);
                yield page == null ? new VitalsPage(List.of(), null) : page;
            }
            case 401, 403, 404 ->
                    throw ProblemException.of(
                            HttpStatus.valueOf(answer.statusCode()),
                            "no_history",
                            "The vital signs of this patient are not shown to you.");
            default -> throw new IOException("answered " + answer.statusCode());
        };
    }

    private static String path(
            String patientId,
            @Nullable VitalType only,
            Instant from,
            Instant to,
            @Nullable String cursor) {
        return "/api/v1/patients/%s/vitals?limit=%d&from=%s&to=%s%s%s"
                .formatted(
                        encoded(patientId),
                        PAGE,
                        encoded(from.toString()),
                        encoded(to.toString()),
                        only == null ? "" : "&type=" + only.wireName(),
                        cursor == null ? "" : "&cursor=" + encoded(cursor));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Readings of vital signs that this version does not know are left out. */
    private static void sample(VitalsPage.Item item, List<Sample> samples) {
        VitalType.ofWireName(item.dataType())
                .ifPresent(type -> {
                    List<Double> values = new ArrayList<>();
                    for (VitalType.Field field : type.fields()) {
                        Double value = item.values().get(field.name());
                        if (value != null) {
                            values.add(value);
                        }
                    }
                    if (values.size() == type.fields().size()) {
                        samples.add(
                                new Sample(
                                        item.deviceType(),
                                        item.deviceId(),
                                        item.patientId(),
                                        type,
                                        values,
                                        item.timestamp(),
                                        item.receivedAt(),
                                        OptionalLong.empty()));
                    }
                });
    }

    private static ProblemException away(String why) {
        return ProblemException.retryLater(
                HttpStatus.SERVICE_UNAVAILABLE, "history_away", why, RETRY_SECONDS);
    }
}
