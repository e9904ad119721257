package dev.wardcast.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers as alert-service does, over HTTP: it acknowledges every alert but those whose id begins
 * with {@code unknown}, and has published what a test says.
 */
public final class StandInAlertService implements AutoCloseable {

    /** A request to acknowledge, as it came. */
    public record Asked(String pathAndQuery, String authorization, String body) {}

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> published = new ConcurrentHashMap<>();

    StandInAlertService() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/api/v1/alerts/events", exchange -> answer(exchange, 200, page(exchange)));
        server.createContext("/api/v1/alerts/alerts/", this::acknowledge);
        server.start();
    }

    /** From now on this is what was published about a patient. */
    public void published(String patient, String... json) {
        published.put(patient, List.of(json));
    }

    private String page(HttpExchange exchange) {
        String query = exchange.getRequestURI().getQuery();
        String patient = query.replaceAll(".*patient_id=([^&]+).*", "$1");
        StringJoiner events = new StringJoiner(",", "{\"events\":[", "],\"more\":false}");
        int clock = 0;
        for (String data : published.getOrDefault(patient, List.of())) {
            clock++;
            events.add(
                    "{\"event_id\":\"%s-%d\",\"clock\":%d,\"data\":%s}"
                            .formatted(patient, clock, clock, data));
        }
        return events.toString();
    }

    private void acknowledge(HttpExchange exchange) throws IOException {
        asked.add(
                new Asked(
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        if (exchange.getRequestURI().getPath().contains("/unknown")) {
            answer(
                    exchange,
                    404,
                    "{\"title\":\"Not Found\",\"status\":404,\"code\":\"unknown_alert\",\"detail\":\"There is no such alert.\"}");
        } else {
            answer(exchange, 200, "{\"event\":\"ack\",\"status\":\"resolved\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
