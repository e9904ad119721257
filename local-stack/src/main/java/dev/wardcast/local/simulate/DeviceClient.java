package dev.wardcast.local.simulate;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One device that posts its readings in order, a post at a time. A post that was not taken is
 * repeated with the same sequence numbers, so that a lost answer counts nothing twice.
 *
 * <p>For one thread.
 */
final class DeviceClient {

    private static final int ATTEMPTS = 6;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Even where the server asks for more. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);

    private final HttpClient http;
    private final URI address;
    private final Device device;
    private final Duration firstPause;
    private long sequence;
    private Instant lastTakenAt = Instant.EPOCH;
    private boolean everAnswered;

    /** A reading as it is posted. */
    record Numbered(Reading reading, Instant takenAt, long sequence) {}

    /** A reading and when it was taken. */
    record Taken(Reading reading, Instant at) {}

    /**
     * What became of the readings of a post.
     *
     * @param reason why some were not taken, if so
     */
    record Outcome(int accepted, int refused, int failed, Optional<String> reason) {}

    DeviceClient(HttpClient http, URI server, Device device) {
        this(http, server, device, Duration.ofSeconds(1));
    }

    DeviceClient(HttpClient http, URI server, Device device, Duration firstPause) {
        this.http = http;
        this.address = server.resolve("/api/v1/devices/data");
        this.device = device;
        this.firstPause = firstPause;
        // Numbers go on where an earlier run of this device ended, or all would count as repeats.
        this.sequence = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /**
     * Posts, and posts again while the server is busy or away, a bounded number of times.
     *
     * @throws SimulationException when the server was never there, or refuses the key
     */
    Outcome post(List<Taken> readings) throws InterruptedException {
        String body = Json.post(device, number(readings));
        Duration pause = firstPause;
        String trouble = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                HttpResponse<String> response = send(body);
                everAnswered = true;
                if (!isBusy(response.statusCode())) {
                    return judge(response, readings.size());
                }
                trouble = "busy (" + response.statusCode() + ")";
                pause = retryAfter(response).orElse(pause);
            } catch (ConnectException e) {
                if (!everAnswered) {
                    throw Servers.unreachable(address, e);
                }
                trouble = "away";
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
            }
            Thread.sleep(pause);
            pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
        return new Outcome(0, 0, readings.size(), Optional.of("given up, server " + trouble));
    }

    private List<Numbered> number(List<Taken> readings) {
        List<Numbered> numbered = new ArrayList<>(readings.size());
        for (Taken taken : readings) {
            // A clock that steps back must not make readings look late.
            lastTakenAt = taken.at().isAfter(lastTakenAt) ? taken.at() : lastTakenAt;
            numbered.add(
                    new Numbered(
                            taken.reading(),
                            lastTakenAt.truncatedTo(ChronoUnit.MICROS),
                            sequence++));
        }
        return numbered;
    }

    private HttpResponse<String> send(String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .header("X-Device-Key", device.key())
                        .timeout(REQUEST_TIMEOUT)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static boolean isBusy(int status) {
        return status == 429 || status >= 500;
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> min(Duration.ofSeconds(Long.parseLong(text)), LONGEST_RETRY_AFTER));
    }

    private Outcome judge(HttpResponse<String> response, int posted) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            throw new SimulationException(
                    "The key of %s was refused (%d): %s"
                            .formatted(device, status, reason(response).orElse("no reason given")));
        }
        if (status != 202) {
            return new Outcome(0, posted, 0, reason(response));
        }
        int refused = count(response, "refused").orElse(0);
        // Repeats of what had been taken before the answer was lost are as good as taken.
        return new Outcome(
                posted - refused, refused, 0, refused == 0 ? Optional.empty() : reason(response));
    }

    private static Optional<Integer> count(HttpResponse<String> response, String name) {
        return Json.find(response.body(), name)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::valueOf);
    }

    private static Optional<String> reason(HttpResponse<String> response) {
        String body = response.body();
        return Json.find(body, "detail")
                .or(() -> Json.find(body, "field").map(field -> field + ": " + message(body)))
                .or(() -> Optional.of("status " + response.statusCode()));
    }

    private static String message(String body) {
        return Json.find(body, "message").orElse("refused");
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
