package dev.wardcast.gateway.http;

import static dev.wardcast.testsupport.Patience.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.SseClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A session's steps. What session-progress would answer comes from a server of the test's own; what
 * it would publish, the test publishes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionStreamsTest {

    private final Map<String, String> standings = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private HttpServer sessions;
    private ServiceUnderTest gateway;
    private EventLog log;
    private Person patient;
    private String session;

    @BeforeAll
    void start() throws Exception {
        sessions = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sessions.createContext(
                "/api/sessions/",
                exchange -> {
                    String id = exchange.getRequestURI().getPath().replaceAll(".*/", "");
                    asked.merge(id, 1, Integer::sum);
                    byte[] body = standings.getOrDefault(id, "").getBytes(UTF_8);
                    exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        sessions.start();
        gateway =
                new ServiceUnderTest(
                        Map.of(
                                "wardcast.gateway.sessions-url",
                                "http://127.0.0.1:" + sessions.getAddress().getPort()));
        log = gateway.bean(EventLog.class);
    }

    @AfterAll
    void stop() {
        gateway.close();
        sessions.stop(0);
    }

    @BeforeEach
    void someSession() {
        String id = gateway.world().patient();
        patient = gateway.world().patientThemself(id);
        session = gateway.world().session(id);
        stands("uploaded", 0);
    }

    private void stands(String status, int progress) {
        standings.put(
                session,
                "{\"session_id\":\"%s\",\"patient_id\":\"p\",\"status\":\"%s\",\"progress\":%d,\"message\":\"m\","
                                .formatted(session, status, progress)
                        + "\"created_at\":\"2026-01-01T12:00:00Z\",\"updated_at\":\"2026-01-01T12:00:07Z\"}");
    }

    private void publish(EventType type, String suffix, int progress) throws Exception {
        log.publish(
                        NewEvent.once(
                                session + suffix,
                                new Room.Session(session),
                                type,
                                Instant.now(),
                                ("{\"session_id\":\""
                                                + session
                                                + "\",\"progress\":"
                                                + progress
                                                + "}")
                                        .getBytes(UTF_8)))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void step(int progress) throws Exception {
        publish(EventType.SESSION_PROGRESS, ".progress." + progress, progress);
    }

    private void complete() throws Exception {
        publish(EventType.SESSION_COMPLETE, ".complete", 100);
    }

    private SseClient.Builder stream() {
        return SseClient.to(
                        "http://127.0.0.1:"
                                + gateway.port()
                                + "/api/sessions/"
                                + session
                                + "/status/stream")
                .bearer(patient.token());
    }

    private static List<String> names(SseClient client) {
        return client.events().stream().map(SseClient.Event::event).toList();
    }

    @Test
    void a_client_that_comes_early_gets_every_step_and_then_the_end() throws Exception {
        step(0);
        try (SseClient client = stream().connect()) {
            client.awaitEvents(1, SOON);
            step(30);
            step(60);
            complete();
            client.awaitClosed(SOON);
            assertEquals(List.of("progress", "progress", "progress", "complete"), names(client));
        }
    }

    @Test
    void a_client_that_comes_in_the_middle_begins_with_where_it_stands() throws Exception {
        step(0);
        step(30);
        try (SseClient client = stream().connect()) {
            client.awaitEvents(1, SOON);
            assertTrue(client.events().getFirst().data().contains("\"progress\":30"));
            complete();
            client.awaitClosed(SOON);
            assertEquals(List.of("progress", "complete"), names(client));
        }
    }

    @Test
    void a_client_that_comes_after_the_end_gets_it_at_once() throws Exception {
        step(50);
        complete();
        try (SseClient client = stream().connect()) {
            client.awaitClosed(SOON);
            assertEquals(List.of("complete"), names(client));
        }
    }

    @Test
    void a_browser_that_comes_back_after_the_end_is_told_not_to() throws Exception {
        complete();
        try (SseClient client = stream().connect()) {
            client.awaitClosed(SOON);
            try (SseClient again = stream().lastEventId(client.lastEventId()).connect()) {
                assertEquals(204, again.status());
            }
        }
    }

    @Test
    void a_client_that_was_cut_off_gets_what_it_missed() throws Exception {
        step(10);
        String seen;
        try (SseClient client = stream().connect()) {
            client.awaitEvents(1, SOON);
            seen = client.lastEventId();
        }
        step(20);
        step(30);
        try (SseClient client = stream().lastEventId(seen).connect()) {
            client.awaitEvents(2, SOON);
            complete();
            client.awaitClosed(SOON);
            assertEquals(List.of("progress", "progress", "complete"), names(client));
        }
    }

    @Test
    void an_end_that_no_buffer_remembers_is_told_by_the_session_itself() {
        stands("processed", 100);
        try (SseClient client = stream().connect()) {
            client.awaitClosed(SOON);
            assertEquals(List.of("complete"), names(client));
            assertTrue(client.events().getFirst().data().contains("\"status\":\"processed\""));
        }
    }

    @Test
    void a_service_that_could_not_tell_where_it_stands_is_asked_again() {
        standings.remove(session);
        try (SseClient client = stream().connect()) {
            await().until(() -> asked.getOrDefault(session, 0) > 0);
            stands("failed", 40);
            client.awaitClosed(SOON);
            assertEquals(List.of("error"), names(client));
        }
        assertTrue(asked.get(session) > 1);
    }

    @Test
    void who_may_not_see_it_learns_nothing_of_it() {
        String path = "/api/sessions/" + session + "/status/stream";
        Person stranger = gateway.world().patientThemself(gateway.world().patient());
        assertEquals(401, gateway.get(null, path).status());
        assertEquals(403, gateway.get(stranger, path).status());
        assertEquals(404, gateway.get(patient, "/api/sessions/none/status/stream").status());
    }

    @Test
    void the_same_flows_over_websocket_and_the_last_code_says_not_to_come_back() throws Exception {
        step(40);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + patient.token())
                .buildAsync(
                        URI.create(
                                "ws://127.0.0.1:"
                                        + gateway.port()
                                        + "/api/sessions/"
                                        + session
                                        + "/status/ws"),
                        new Listener(heard))
                .get(10, TimeUnit.SECONDS);
        assertTrue(next(heard).startsWith("{\"type\":\"connected\""));
        assertTrue(next(heard).startsWith("{\"type\":\"progress\",\"session_id\""));
        complete();
        assertTrue(next(heard).startsWith("{\"type\":\"complete\""));
        assertEquals("closed 4502 finished", next(heard));
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        String message = heard.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        return message == null ? "nothing" : message;
    }

    private record Listener(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            return WebSocket.Listener.super.onText(socket, text, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code + " " + reason);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }
    }
}
