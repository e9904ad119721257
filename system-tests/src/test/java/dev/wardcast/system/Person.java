package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;

import dev.wardcast.testsupport.SseClient;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Somebody with a browser: signs in, asks, and follows streams. */
public record Person(String url, String token) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(SOON)
                    .build();
    private static final JsonMapper JSON = JsonMapper.createDefault();

    public static Person signIn(String url, String username)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                post(
                        url + "/api/v1/auth/login",
                        "{\"username\":\"" + username + "\",\"password\":\"demo\"}",
                        Map.of());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new Person(url, json(answer.body()).get("access_token").getStringValue());
    }

    Person at(String otherUrl) {
        return new Person(otherUrl, token);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        return send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    public HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return post(url + path, body, Map.of("Authorization", "Bearer " + token));
    }

    public HttpResponse<String> request(String method, String path)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Authorization", "Bearer " + token));
    }

    public HttpResponse<String> request(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token));
    }

    SseClient follow(String path, String lastEventId) {
        SseClient.Builder stream = SseClient.to(url + path).bearer(token);
        return (lastEventId.isEmpty() ? stream : stream.lastEventId(lastEventId)).connect();
    }

    /**
     * The same as clients do it: they come again for as long as they are told that nobody can say.
     */
    SseClient followOnceServed(String path, String lastEventId, Duration patience) {
        AtomicReference<SseClient> served = new AtomicReference<>();
        await().atMost(patience)
                .until(() -> {
                    SseClient stream = follow(path, lastEventId);
                    if (stream.status() == 503) {
                        stream.close();
                        return false;
                    }
                    served.set(stream);
                    return true;
                });
        return served.get();
    }

    static HttpResponse<String> post(String url, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.timeout(SOON).build(), HttpResponse.BodyHandlers.ofString());
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readValue(text, JsonNode.class);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }
}
