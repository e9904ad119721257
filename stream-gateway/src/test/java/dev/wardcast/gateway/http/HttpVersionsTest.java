package dev.wardcast.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.TestCertificate;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpVersionsTest {

    private static final String FRIEND = "https://ward.example.org";
    private static final String STRANGER = "https://stranger.example";

    @TempDir private static Path directory;
    private static TestCertificate certificate;
    private static ServiceUnderTest gateway;
    private static RedisEventLog log;
    private static String patient;
    private static Person caregiver;

    @BeforeAll
    static void start() {
        certificate = TestCertificate.make(directory);
        Map<String, Object> settings = new HashMap<>(certificate.settings(directory));
        settings.put("wardcast.cors.allowed-origins", List.of(FRIEND));
        gateway = new ServiceUnderTest(settings);
        log = new RedisEventLog(gateway.bean(RedisLink.class), LogOptions.DEFAULTS);
        patient = gateway.world().patient();
        caregiver = gateway.world().caregiverOf(patient);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_stream_is_the_same_over_both_versions(Version version) throws Exception {
        try (HttpClient client = client(version)) {
            HttpResponse<InputStream> stream = open(client, "Origin", FRIEND);
            assertEquals(200, stream.statusCode());
            assertEquals(version, stream.version());
            assertHeader("text/event-stream", stream, "Content-Type");
            assertHeader("no-cache", stream, "Cache-Control");
            assertHeader("no", stream, "X-Accel-Buffering");
            assertHeader("nosniff", stream, "X-Content-Type-Options");
            assertHeader("max-age=31536000", stream, "Strict-Transport-Security");
            assertHeader(FRIEND, stream, "Access-Control-Allow-Origin");
            try (BufferedReader lines = reader(stream)) {
                readUntil(lines, "event: connected");
                for (int i = 0; i < 3; i++) {
                    publish("{\"n\":" + i + "}");
                    assertTrue(readUntil(lines, "data: ").contains("\"n\":" + i));
                }
            }
        }
        await().untilAsserted(() -> assertEquals(0, gateway.bean(OpenStreams.class).count()));
    }

    @Test
    void streams_and_requests_share_a_connection() throws Exception {
        try (HttpClient client = client(Version.HTTP_2)) {
            List<BufferedReader> streams = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                streams.add(reader(open(client)));
                readUntil(streams.getLast(), "event: connected");
            }
            publish("{\"to\":\"all\"}");
            for (BufferedReader stream : streams) {
                assertTrue(readUntil(stream, "data: ").contains("all"));
            }
            HttpResponse<Void> health =
                    client.send(request("/health/liveness").build(), BodyHandlers.discarding());
            assertEquals(200, health.statusCode());
            streams.removeFirst().close();
            await().untilAsserted(() -> assertEquals(9, gateway.bean(OpenStreams.class).count()));
            for (BufferedReader stream : streams) {
                stream.close();
            }
        }
        await().untilAsserted(() -> assertEquals(0, gateway.bean(OpenStreams.class).count()));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_foreign_page_gets_no_stream_for_somebodys_cookie(Version version) throws Exception {
        try (HttpClient client = client(version)) {
            HttpRequest request =
                    request("/realtime/events/patient/" + patient)
                            .header("Cookie", "JWT=" + caregiver.token())
                            .header("Origin", STRANGER)
                            .build();
            HttpResponse<String> refused = client.send(request, BodyHandlers.ofString());
            assertEquals(403, refused.statusCode());
            assertTrue(refused.body().contains("foreign_origin"), refused.body());
        }
    }

    @Test
    void a_foreign_page_gets_no_websocket_for_somebodys_cookie() throws Exception {
        try (HttpClient client = client(Version.HTTP_1_1)) {
            CompletionException refused =
                    assertThrows(CompletionException.class, () -> webSocket(client, STRANGER));
            HttpResponse<?> answer =
                    ((WebSocketHandshakeException) refused.getCause()).getResponse();
            assertEquals(403, answer.statusCode());
            webSocket(client, FRIEND).abort();
            webSocket(client, "https://localhost:" + gateway.port()).abort();
        }
    }

    private static WebSocket webSocket(HttpClient client, String origin) {
        return client.newWebSocketBuilder()
                .header("Cookie", "JWT=" + caregiver.token())
                .header("Origin", origin)
                .buildAsync(
                        URI.create("wss://localhost:" + gateway.port() + "/realtime/ws"),
                        new WebSocket.Listener() {})
                .join();
    }

    private static HttpClient client(Version version) {
        return HttpClient.newBuilder().version(version).sslContext(certificate.trusting()).build();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.bean(EmbeddedServer.class).getURI().resolve(path));
    }

    private static HttpResponse<InputStream> open(HttpClient client, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                request("/realtime/events/patient/" + patient)
                        .header("Authorization", "Bearer " + caregiver.token());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static BufferedReader reader(HttpResponse<InputStream> stream) {
        return new BufferedReader(new InputStreamReader(stream.body(), UTF_8));
    }

    private static String readUntil(BufferedReader lines, String prefix) throws Exception {
        String line = lines.readLine();
        while (line != null && !line.startsWith(prefix)) {
            line = lines.readLine();
        }
        // The data of "connected" is not what a test waits for.
        return line != null && line.contains("\"connected\"")
                ? readUntil(lines, prefix)
                : String.valueOf(line);
    }

    private static void publish(String json) throws Exception {
        log.publish(
                        NewEvent.once(
                                UUID.randomUUID().toString(),
                                new Room.PatientAlerts(patient),
                                EventType.PATIENT_ALERT,
                                Instant.now(),
                                json.getBytes(UTF_8)))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static void assertHeader(String value, HttpResponse<?> answer, String name) {
        assertEquals(List.of(value), answer.headers().allValues(name), name);
    }
}
