package dev.wardcast.testsupport;

import dev.wardcast.testsupport.AccessWorld.Person;
import io.micronaut.context.ApplicationContext;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The service of the module under test, started as it would be by itself, on a port of its own with
 * a database of its own, and a client of it.
 */
public final class ServiceUnderTest implements AutoCloseable {

    /** With which the service seals what it keeps; for a second process beside it. */
    public static final String VAULT_KEY = "test:" + "T".repeat(42) + "Q=";

    /**
     * @param body {@code null} node if it was not JSON
     */
    public record Answer(int status, JsonNode body, String contentType) {

        /** The text at this place; fails if there is nothing. */
        public String text(String field) {
            return Objects.requireNonNull(body.get(field), field).coerceStringValue();
        }
    }

    private final AccessWorld world;
    private final EmbeddedServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public ServiceUnderTest(Map<String, Object> more) {
        this(TestServers.redisUrl(), more);
    }

    /** With a Redis that a test may treat badly. */
    public ServiceUnderTest(String redisUrl, Map<String, Object> more) {
        world = new AccessWorld(redisUrl);
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.server.port", -1);
        settings.put("wardcast.redis-url", redisUrl);
        settings.put("wardcast.database-url", TestServers.freshDatabaseUrl());
        settings.put("wardcast.jwks-url", world.jwksUrl());
        settings.put("wardcast.vault.keys", VAULT_KEY);
        settings.putAll(more);
        server = ApplicationContext.run(EmbeddedServer.class, settings);
    }

    /** Who there is to call the service. */
    public AccessWorld world() {
        return world;
    }

    public <T> T bean(Class<T> type) {
        return server.getApplicationContext().getBean(type);
    }

    public int port() {
        return server.getPort();
    }

    public Answer get(@Nullable Person caller, String path) {
        return send(request(caller, path).GET());
    }

    public Answer post(@Nullable Person caller, String path, String json) {
        return post(caller, path, "application/json", BodyPublishers.ofString(json));
    }

    /** PUT, DELETE and the like. */
    public Answer send(@Nullable Person caller, String method, String path, String json) {
        return send(
                request(caller, path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json)));
    }

    public Answer post(
            @Nullable Person caller, String path, String contentType, BodyPublisher body) {
        return send(request(caller, path).header("Content-Type", contentType).POST(body));
    }

    /**
     * @param caller {@code null}: nobody
     */
    private HttpRequest.Builder request(@Nullable Person caller, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.getURL() + path));
        return caller == null
                ? request
                : request.header("Authorization", "Bearer " + caller.token());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    client.send(request.build(), BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode body = type.contains("json") ? json(response.body()) : JsonNode.nullNode();
            return new Answer(response.statusCode(), body, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads JSON. */
    public JsonNode json(byte[] utf8) throws IOException {
        return Objects.requireNonNull(
                bean(JsonMapper.class).readValue(utf8, JsonNode.class), "JSON");
    }

    @Override
    public void close() {
        client.close();
        server.close();
        world.close();
    }
}
