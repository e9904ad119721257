package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.AccessWorld;
import dev.wardcast.vitals.VitalsNode;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** The service with a client that speaks FHIR to it. */
final class FhirClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.createDefault();

    private final RedisLink link;
    final AccessWorld world;
    final VitalsNode node;
    private final HttpClient http = HttpClient.newHttpClient();

    FhirClient() {
        this(TestServers.redisUrl(), Map.of());
    }

    /** With a Redis that a test may treat badly. */
    FhirClient(String redisUrl, Map<String, Object> more) {
        link = RedisLink.connect(redisUrl);
        world = new AccessWorld(link);
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("wardcast.public-url", "http://ward.example");
        node = new VitalsNode(redisUrl, TestServers.freshDatabaseUrl(), world.jwksUrl(), settings);
    }

    record Answer(int status, JsonNode body, HttpResponse<String> raw) {

        String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        /** Such as {@code issue/0/code}; empty where there is nothing. */
        String at(String path) {
            return text(body, path);
        }
    }

    static String text(JsonNode node, String path) {
        JsonNode found = find(node, path);
        return found == null || found.isNull() ? "" : found.coerceStringValue();
    }

    static JsonNode find(JsonNode node, String path) {
        JsonNode found = node;
        for (String step : path.split("/")) {
            if (found == null) {
                return null;
            }
            found = found.isArray() ? found.get(Integer.parseInt(step)) : found.get(step);
        }
        return found;
    }

    Answer post(String key, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/fhir+json")
                        .POST(BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("X-Device-Key", key);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    Answer get(String token, String path) throws Exception {
        HttpRequest.Builder request = request(path);
        return send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + node.port() + path));
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        JsonNode body =
                answer.body().isEmpty()
                        ? JsonNode.nullNode()
                        : JSON.readValue(answer.body(), JsonNode.class);
        return new Answer(answer.statusCode(), body, answer);
    }

    @Override
    public void close() {
        http.close();
        node.close();
        world.close();
        link.close();
    }
}
