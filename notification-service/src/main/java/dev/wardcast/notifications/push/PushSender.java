package dev.wardcast.notifications.push;

import com.interaso.webpush.WebPush;
import dev.wardcast.kit.tls.InnerTls;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Encrypts for one browser (RFC 8291) and hands over to its push service (RFC 8030). Follows no
 * redirect, which could lead anywhere. Blocks.
 */
@Singleton
class PushSender {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** Whoever comes back later than this finds it in their list. */
    private static final int TTL_SECONDS = 24 * 3600;

    private final Vapid vapid;
    private final PushEndpoints endpoints;
    private final HttpClient http;

    PushSender(Vapid vapid, PushEndpoints endpoints, InnerTls tls) {
        this.vapid = vapid;
        this.endpoints = endpoints;
        this.http =
                HttpClient.newBuilder()
                        .sslContext(tls.context())
                        .connectTimeout(PATIENCE)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }

    /** What the push service made of it. */
    sealed interface Outcome {
        record Taken() implements Outcome {}

        /** There is no such subscription any more. */
        record Gone() implements Outcome {}

        /** It would be the same the next time. */
        record Refused(String why) implements Outcome {}

        /**
         * @param pause what the push service asks for, if it does
         */
        record NotNow(String why, Optional<Duration> pause) implements Outcome {}
    }

    Outcome send(PushTarget target, PushKind kind) throws InterruptedException {
        URI endpoint = URI.create(target.endpoint());
        if (endpoints.objection(target.endpoint()).isPresent()
                || !endpoints.leadsOutside(endpoint)) {
            return new Outcome.Refused("address");
        }
        String payload =
                "{\"type\":\"%s\",\"title\":\"Wardcast\",\"body\":\"%s\"}"
                        .formatted(kind.name().toLowerCase(java.util.Locale.ROOT), kind.text());
        WebPush push = vapid.push();
        byte[] body =
                push.getBody(
                        payload.getBytes(StandardCharsets.UTF_8),
                        SubscriptionRequest.bytes(target.p256dh()),
                        SubscriptionRequest.bytes(target.auth()));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint)
                        .timeout(PATIENCE)
                        .POST(BodyPublishers.ofByteArray(body));
        // The topic: of several that wait for a sleeping browser it gets the last.
        push.getHeaders(
                        target.endpoint(),
                        TTL_SECONDS,
                        kind.name().toLowerCase(java.util.Locale.ROOT),
                        kind.urgent() ? WebPush.Urgency.High : WebPush.Urgency.Normal)
                .forEach(request::header);
        try {
            return outcome(http.send(request.build(), BodyHandlers.discarding()));
        } catch (IOException away) {
            return new Outcome.NotNow(away.getClass().getSimpleName(), Optional.empty());
        }
    }

    private static Outcome outcome(HttpResponse<?> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return new Outcome.Taken();
        }
        return switch (status) {
            case 404, 410 -> new Outcome.Gone();
            case 408, 425, 429 -> new Outcome.NotNow("status " + status, retryAfter(answer));
            default ->
                    status >= 500
                            ? new Outcome.NotNow("status " + status, retryAfter(answer))
                            : new Outcome.Refused("status " + status);
        };
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        try {
            return answer.headers()
                    .firstValue("Retry-After")
                    .map(Long::parseLong)
                    .filter(seconds -> seconds >= 0)
                    .map(seconds -> Math.min(seconds, LONGEST_PAUSE.toSeconds()))
                    .map(Duration::ofSeconds);
        } catch (NumberFormatException aDate) {
            return Optional.empty();
        }
    }
}
