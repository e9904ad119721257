package dev.wardcast.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What a server of this machine says of itself at {@code /metrics}. */
record PrometheusPage(List<String> lines) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One for all: some are asked several times a second. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static PrometheusPage of(int port) {
        URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        try {
            HttpResponse<String> answer =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(address + " answered " + answer.statusCode());
            }
            return new PrometheusPage(answer.body().lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * @param name of a metric; with several sets of labels their values are added up
     * @throws IllegalStateException if there is none of this name
     */
    double value(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElseThrow(() -> new IllegalStateException("no metric " + name));
    }
}
