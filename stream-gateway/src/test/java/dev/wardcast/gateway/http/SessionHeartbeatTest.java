package dev.wardcast.gateway.http;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.SseClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session in which nothing happens for a while; signs of life come more often than usual. */
class SessionHeartbeatTest {

    private ServiceUnderTest gateway;
    private Person patient;
    private String path;

    @BeforeEach
    void start() {
        gateway =
                new ServiceUnderTest(
                        Map.of(
                                "wardcast.gateway.session-keep-alive", "1s",
                                // So that what comes can't be that of other streams.
                                "wardcast.gateway.keep-alive", "1h"));
        String id = gateway.world().patient();
        patient = gateway.world().patientThemself(id);
        path = "/api/sessions/" + gateway.world().session(id) + "/status/";
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_quiet_stream_of_events_says_that_it_lives() {
        try (SseClient client =
                SseClient.to("http://127.0.0.1:" + gateway.port() + path + "stream")
                        .bearer(patient.token())
                        .connect()) {
            client.awaitComment("heartbeat", SOON);
        }
    }

    @Test
    void a_quiet_websocket_is_pinged() throws Exception {
        CountDownLatch pings = new CountDownLatch(2);
        WebSocket.Listener listener =
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
                        pings.countDown();
                        return WebSocket.Listener.super.onPing(socket, message);
                    }
                };
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .header("Authorization", "Bearer " + patient.token())
                            .buildAsync(
                                    URI.create("ws://127.0.0.1:" + gateway.port() + path + "ws"),
                                    listener)
                            .get(30, TimeUnit.SECONDS);
            assertTrue(pings.await(SOON.toSeconds(), TimeUnit.SECONDS));
            socket.abort();
        }
    }

    @Test
    void unless_told_otherwise_it_does_so_every_fifteen_seconds() {
        assertEquals(
                Duration.ofSeconds(15),
                SharedGateway.service().bean(GatewayConfiguration.class).getSessionKeepAlive());
    }
}
