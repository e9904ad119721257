package dev.wardcast.testsupport;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SseClientTest {

    private final CountDownLatch goOn = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.stop(0);
    }

    @Test
    void receives_events_while_the_stream_is_open_and_sees_its_end() {
        server.createContext(
                "/",
                exchange -> {
                    OutputStream out = stream(exchange);
                    write(out, "retry: 2000\nid: 5\n\n: keepalive\n\n");
                    write(out, "data: " + exchange.getRequestHeaders().getFirst("Last-Event-ID"));
                    write(out, "\n\n");
                    awaitGoOn();
                    exchange.close();
                });
        try (SseClient client = SseClient.to(url()).lastEventId("3").connect()) {
            assertEquals(200, client.status());
            client.awaitComment("keepalive", SOON);
            List<SseClient.Event> events = client.awaitEvents(1, SOON);
            assertEquals("3", events.getFirst().data());
            assertEquals("5", client.lastEventId());
            assertEquals(2000, client.retryMillis().orElseThrow());
            goOn.countDown();
            client.awaitClosed(SOON);
        }
    }

    @Test
    void shows_status_and_body_of_a_refusal() {
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
                    byte[] body = "{\"status\":403}".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(403, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        try (SseClient client = SseClient.to(url()).bearer("t").connect()) {
            assertEquals(403, client.status());
            assertEquals("{\"status\":403}", client.body());
            assertTrue(client.isClosed());
        }
    }

    @Test
    void says_what_came_when_the_wanted_did_not() {
        server.createContext("/", exchange -> write(stream(exchange), "data: one\n\n"));
        try (SseClient client = SseClient.to(url()).connect()) {
            client.awaitEvents(1, SOON);
            AssertionError error =
                    assertThrows(
                            AssertionError.class,
                            () -> client.awaitEvents(2, Duration.ofMillis(50)));
            assertTrue(
                    Objects.requireNonNull(error.getMessage()).contains("data=one"),
                    error.getMessage());
        }
    }

    @Test
    void closing_cuts_the_connection() {
        CountDownLatch cut = new CountDownLatch(1);
        server.createContext(
                "/",
                exchange -> {
                    OutputStream out = stream(exchange);
                    try {
                        while (goOn.getCount() > 0) {
                            write(out, ": more\n");
                        }
                    } catch (IOException e) {
                        cut.countDown();
                    }
                });
        SseClient client = SseClient.to(url()).connect();
        client.awaitComment("more", SOON);
        client.close();
        client.awaitClosed(SOON);
        assertTrue(awaitOn(cut));
    }

    @Test
    void three_hundred_at_a_time_each_get_their_event() {
        server.createContext(
                "/",
                exchange -> {
                    OutputStream out = stream(exchange);
                    write(out, ": connected\n\n");
                    awaitGoOn();
                    write(out, "data: " + exchange.getRequestURI().getQuery() + "\n\n");
                });
        List<SseClient> clients =
                IntStream.range(0, 300)
                        .mapToObj(i -> SseClient.to(url() + "?" + i).connect())
                        .toList();
        goOn.countDown();
        for (int i = 0; i < clients.size(); i++) {
            assertEquals("" + i, clients.get(i).awaitEvents(1, SOON).getFirst().data());
            clients.get(i).close();
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static OutputStream stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void awaitGoOn() {
        awaitOn(goOn);
    }

    private static boolean awaitOn(CountDownLatch latch) {
        try {
            return latch.await(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
