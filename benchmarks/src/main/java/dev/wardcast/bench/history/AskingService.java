package dev.wardcast.bench.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.bench.history.Ward.BedDay;
import dev.wardcast.bench.report.Latencies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** vitals-ingest over HTTP, with a token, access and audit, one request after the other. */
final class AskingService implements Asking {

    private static final Pattern NEXT = Pattern.compile("\"next_cursor\":\"([^\"]+)\"");
    private static final Pattern ITEM = Pattern.compile("\"data_type\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String token;

    AskingService(int port, String token) {
        this.port = port;
        this.token = token;
    }

    @Override
    public void ask(Question question, Ward ward, BedDay asked, Latencies latencies) {
        String path = question.path(ward, asked);
        String cursor = "";
        for (int page = 1; page <= question.pages(); page++) {
            String body = get(path + cursor, latencies);
            long items = ITEM.matcher(body).results().count();
            Matcher next = NEXT.matcher(body);
            boolean more = next.find();
            boolean right =
                    page < question.pages()
                            ? items == question.items() && more
                            : items > 0 && items <= question.items();
            if (!right) {
                throw new IllegalStateException(
                        "%s: %d items on page %d (expected: %d)"
                                .formatted(path, items, page, question.items()));
            }
            cursor = more ? "&cursor=" + next.group(1) : "";
        }
    }

    private String get(String path, Latencies latencies) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + token)
                        .build();
        try {
            long start = System.nanoTime();
            HttpResponse<byte[]> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            latencies.record(System.nanoTime() - start);
            String body = new String(answer.body(), UTF_8);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + answer.statusCode() + " " + body);
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
