package dev.wardcast.gateway.websocket;

import static dev.wardcast.gateway.SharedGateway.raw;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static dev.wardcast.testsupport.RawWebSocket.FINAL;
import static dev.wardcast.testsupport.RawWebSocket.PING;
import static dev.wardcast.testsupport.RawWebSocket.TEXT;
import static dev.wardcast.testsupport.RawWebSocket.masked;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.WebSocketClient;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that say too much. The limits are the defaults: 60 at once, 20 a second. */
class FloodTest {

    private static final int RATE_EXCEEDED = 4004;
    private static final byte[] JSON_PING = "{\"type\":\"ping\"}".getBytes(UTF_8);

    private final Person somebody = world().with("CAREGIVER");

    private static byte[] times(int count, byte[] frame) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    @Test
    void a_flood_of_messages_is_cut_off_with_a_code_and_other_sockets_stay() throws Exception {
        try (RawWebSocket flooding = raw(somebody, "/realtime/ws");
                WebSocketClient quiet = webSocket(somebody, "/realtime/ws")) {
            flooding.send(times(500, masked(FINAL | TEXT, JSON_PING)));
            flooding.awaitText("\"reason\":\"rate_exceeded\"");
            assertEquals(RATE_EXCEEDED, flooding.awaitClose());
            quiet.send("{\"type\":\"ping\"}").await("{\"type\":\"pong\"}");
        }
    }

    @Test
    void a_flood_of_pings_is_cut_off_with_a_code_and_other_sockets_stay() throws Exception {
        try (RawWebSocket flooding = raw(somebody, "/realtime/ws");
                WebSocketClient quiet = webSocket(somebody, "/realtime/ws")) {
            flooding.send(times(500, masked(FINAL | PING, new byte[10])));
            assertEquals(RATE_EXCEEDED, flooding.awaitClose());
            quiet.send("{\"type\":\"ping\"}").await("{\"type\":\"pong\"}");
            quiet.ping("and this");
            quiet.await("pong and this");
        }
    }

    @Test
    void what_many_sockets_of_a_user_say_together_is_refused_and_none_is_cut_off()
            throws Exception {
        List<RawWebSocket> sockets = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 12; i++) {
            sockets.add(raw(somebody, "/realtime/ws"));
        }
        for (RawWebSocket socket : sockets) {
            socket.send(times(50, masked(FINAL | TEXT, JSON_PING)));
        }
        for (RawWebSocket socket : sockets) {
            socket.awaitText("connected");
            for (int i = 0; i < 50; i++) {
                refused += socket.nextText().contains("user_rate_exceeded") ? 1 : 0;
            }
        }
        assertTrue(refused > 0, "nothing was refused");
        // All are still there, and are heard again.
        for (RawWebSocket socket : sockets) {
            await().until(() -> {
                socket.text("{\"type\":\"ping\"}");
                return socket.nextText().contains("pong");
            });
            socket.close();
        }
        try (WebSocketClient other = webSocket(world().with("CAREGIVER"), "/realtime/ws")) {
            other.send("{\"type\":\"ping\"}").await("{\"type\":\"pong\"}");
        }
    }
}
