package dev.wardcast.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.context.ApplicationContext;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** The service, started as it would be by itself, and a client of it. */
public final class VitalsNode implements AutoCloseable {

    public static final String DATA = "/api/v1/devices/data";

    private final EmbeddedServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    public VitalsNode(
            String redisUrl, String databaseUrl, String jwksUrl, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("micronaut.server.port", -1);
        properties.put("wardcast.redis-url", redisUrl);
        properties.put("wardcast.database-url", databaseUrl);
        properties.put("wardcast.jwks-url", jwksUrl);
        this.server = ApplicationContext.run(EmbeddedServer.class, properties, "test");
    }

    public ApplicationContext context() {
        return server.getApplicationContext();
    }

    /** A status and a body, as an object if it was JSON. */
    public record Answer(int status, Map<String, Object> body, HttpResponse<byte[]> raw) {
        public Object get(String field) {
            return body.get(field);
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    public Answer postWithKey(String key, String body) {
        return post(body.getBytes(UTF_8), "X-Device-Key", key, "Content-Type", "application/json");
    }

    public Answer post(byte[] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.getURI().resolve(DATA))
                        .POST(BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public Answer postStatus(String body, String... headers) {
        return send(
                HttpRequest.newBuilder(server.getURI().resolve("/api/v1/devices/status"))
                        .headers(headers)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    public Answer get(String path, String token) {
        return send(
                HttpRequest.newBuilder(URI.create(server.getURI() + path))
                        .header("Authorization", "Bearer " + token));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), json(response), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> json(HttpResponse<byte[]> response) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.contains("json") || response.body().length == 0) {
            return Map.of();
        }
        return context().getBean(JsonMapper.class).readValue(response.body(), Map.class);
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
