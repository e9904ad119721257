package dev.wardcast.local.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Whether a service says that it is ready. */
record ReadinessCheck(String address, SSLContext tls) implements Check {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String subject() {
        return "readiness of " + address;
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        URI readiness = URI.create(address + "/health/readiness");
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(PATIENCE).build()) {
            int status =
                    client.send(
                                    HttpRequest.newBuilder(readiness).timeout(PATIENCE).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            return List.of(judge(subject(), status));
        } catch (IOException away) {
            return List.of(
                    Finding.failure(
                            subject(),
                            "no answer: " + away.getMessage(),
                            "start it, or look at its log"));
        }
    }

    static Finding judge(String subject, int status) {
        return status == 200
                ? Finding.ok(subject, "ready")
                : Finding.failure(
                        subject,
                        "answers " + status,
                        "its log says what is missing; it is not ready while Redis is away, its"
                                + " subscription is deaf, or the outbox can't be published");
    }
}
