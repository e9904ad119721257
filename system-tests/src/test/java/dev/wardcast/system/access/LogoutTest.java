package dev.wardcast.system.access;

import static dev.wardcast.testsupport.Patience.SOON;
import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.AllServices;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever leaves a ward's shared computer leaves nothing open on it. */
class LogoutTest {

    private static final int ACCESS_REVOKED = 4501;

    @TempDir static Path data;
    private static AllServices services;
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        services = new AllServices(data);
        scene = new Scene(services);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    /** An SSE stream and a WebSocket of one session. */
    private record Open(SseClient stream, WebSocketClient socket) implements AutoCloseable {

        static Open with(String token) {
            SseClient stream =
                    SseClient.to(services.url() + "/api/v1/caregivers/alerts/stream")
                            .bearer(token)
                            .connect();
            assertEquals(200, stream.status());
            stream.awaitLastEventId(SOON);
            WebSocketClient socket =
                    new WebSocketClient(services.port(), "/realtime/ws", token)
                            .send("{\"type\":\"ping\"}");
            socket.await("pong");
            return new Open(stream, socket);
        }

        /** Both end as they should, once told. */
        void endOnceToldOf(Act act) throws Exception {
            act.run();
            stream.awaitClosed(TOLD);
            assertEquals("closed", stream.events().getLast().event());
            assertTrue(stream.events().getLast().data().contains("access_revoked"));
            assertEquals(ACCESS_REVOKED, socket.awaitClose());
        }

        boolean goesOn() {
            return !stream.isClosed();
        }

        @Override
        public void close() {
            stream.close();
            socket.close();
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private static String newCaregiver(String name) throws Exception {
        return scene.newUser(name, "CAREGIVER");
    }

    @Test
    void a_logout_ends_the_streams_of_its_session_and_no_others() throws Exception {
        String name = "caregiver-" + UUID.randomUUID();
        String token = newCaregiver(name);
        String elsewhere = scene.login(name);
        try (Open here = Open.with(token);
                Open there = Open.with(elsewhere)) {
            here.endOnceToldOf(() -> scene.as(token, "POST", "/api/v1/auth/logout", "{}"));
            assertTrue(there.goesOn());
            there.endOnceToldOf(() ->
                    scene.as(elsewhere, "POST", "/api/v1/auth/logout", "{\"everywhere\":true}"));
        }
        try (SseClient refused =
                SseClient.to(services.url() + "/api/v1/caregivers/alerts/stream")
                        .bearer(token)
                        .connect()) {
            assertEquals(401, refused.status());
        }
    }

    @Test
    void a_new_password_and_a_suspension_end_all_streams_of_a_user() throws Exception {
        String name = "caregiver-" + UUID.randomUUID();
        String first = newCaregiver(name);
        String second = scene.login(name);
        String user = "/api/v1/users/" + name;
        try (Open one = Open.with(first);
                Open other = Open.with(second)) {
            one.endOnceToldOf(() ->
                    scene.as(
                            second,
                            "PUT",
                            "/api/v1/users/me/password",
                            "{\"old_password\":\"demo\",\"new_password\":\"demo\"}"));
            other.stream().awaitClosed(TOLD);
            assertFalse(other.goesOn());
        }
        try (Open one = Open.with(scene.login(name))) {
            one.endOnceToldOf(() -> scene.asAdmin("PATCH", user, "{\"status\":\"SUSPENDED\"}"));
        }
    }
}
