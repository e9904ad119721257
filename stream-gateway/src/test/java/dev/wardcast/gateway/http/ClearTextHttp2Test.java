package dev.wardcast.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With {@code Upgrade: h2c} allowed, which the JDK's client asks for. */
class ClearTextHttp2Test {

    private static ServiceUnderTest gateway;
    private static Person someone;

    @BeforeAll
    static void start() {
        gateway = new ServiceUnderTest(Map.of("wardcast.http2.clear-text", true));
        someone = gateway.world().with("NURSE");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void nobody_is_left() {
        await().untilAsserted(() -> assertEquals(0, gateway.bean(OpenStreams.class).count()));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_stream_opens_with_the_request_that_upgrades_and_with_later_ones(Version version)
            throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            for (int i = 0; i < 2; i++) {
                HttpRequest request =
                        HttpRequest.newBuilder(address("http", "/realtime/events"))
                                .header("Authorization", "Bearer " + someone.token())
                                .build();
                HttpResponse<InputStream> stream =
                        client.send(request, BodyHandlers.ofInputStream());
                assertEquals(200, stream.statusCode());
                assertEquals(version, stream.version());
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
                    assertTrue(lines.readLine().startsWith("retry: "));
                }
            }
        }
    }

    @Test
    void a_websocket_is_another_kind_of_upgrade() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + someone.token())
                    .buildAsync(address("ws", "/realtime/ws"), new WebSocket.Listener() {})
                    .join()
                    .abort();
        }
    }

    private static URI address(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + gateway.port() + path);
    }
}
