package dev.wardcast.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers as alert-service does, over HTTP: it acknowledges every alert but those whose id begins
 * with {@code unknown}, and has published nothing.
 */
public final class StandInAlertService implements AutoCloseable {

    /** A request to acknowledge, as it came. */
    public record Asked(String pathAndQuery, String authorization, String body) {}

    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    StandInAlertService() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/api/v1/alerts/events",
                exchange -> answer(exchange, 200, "{\"events\":[],\"more\":false}"));
        server.createContext("/api/v1/alerts/alerts/", this::acknowledge);
        server.start();
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
