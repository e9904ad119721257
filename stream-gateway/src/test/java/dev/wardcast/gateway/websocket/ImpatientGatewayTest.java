package dev.wardcast.gateway.websocket;

import static dev.wardcast.testsupport.RawWebSocket.FINAL;
import static dev.wardcast.testsupport.RawWebSocket.PING;
import static dev.wardcast.testsupport.RawWebSocket.PONG;
import static dev.wardcast.testsupport.RawWebSocket.masked;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.RawWebSocket.Head;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.WebSocketClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A gateway that asks every second who is there, with small limits and no limit of messages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImpatientGatewayTest {

    private ServiceUnderTest gateway;

    @BeforeAll
    void start() {
        gateway =
                new ServiceUnderTest(
                        Map.of(
                                "wardcast.gateway.keep-alive", "1s",
                                "wardcast.gateway.max-pending", 10,
                                "wardcast.gateway.max-rooms", 2,
                                "wardcast.gateway.max-connections-per-user", 2,
                                "wardcast.gateway.message-rate", 1_000_000,
                                "wardcast.gateway.message-burst", 10_000_000,
                                "wardcast.gateway.compression", false));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private RawWebSocket open(Person who) throws IOException {
        return RawWebSocket.open(gateway.port(), "/realtime/ws", who.token());
    }

    @Test
    void who_answers_no_ping_is_let_go_and_may_come_back() throws Exception {
        try (RawWebSocket silent = open(gateway.world().with("CAREGIVER"))) {
            assertEquals(4003, silent.awaitClose());
        }
    }

    @Test
    void who_answers_pings_stays() throws Exception {
        Person somebody = gateway.world().with("CAREGIVER");
        try (RawWebSocket client = open(somebody)) {
            for (int pings = 0; pings < 5; ) {
                RawWebSocket.Frame frame = client.next();
                if (frame.opcode() == PING) {
                    client.frame(FINAL | PONG, frame.payload());
                    pings++;
                }
            }
            client.text("{\"type\":\"ping\"}");
            client.awaitText("pong");
        }
    }

    @Test
    void a_client_that_pings_and_does_not_read_is_not_kept_answers_for() throws Exception {
        int sent = 0;
        Person somebody = gateway.world().with("CAREGIVER");
        ByteArrayOutputStream pings = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            pings.writeBytes(masked(FINAL | PING, "p".repeat(125).getBytes(UTF_8)));
        }
        try (RawWebSocket client =
                RawWebSocket.open(
                        new RawWebSocket(gateway.port(), 4096), "/realtime/ws", somebody.token())) {
            for (int i = 0; i < 200; i++) {
                client.send(pings.toByteArray());
                sent += 1_000;
            }
            client.close(1000);
            int answered = 0;
            RawWebSocket.Frame frame = client.next();
            while (frame.opcode() != RawWebSocket.CLOSE) {
                answered += frame.opcode() == PONG ? 1 : 0;
                frame = client.next();
            }
            assertEquals(1000, frame.code());
            assertTrue(answered < sent / 2, answered + " of " + sent);
        }
    }

    @Test
    void there_are_only_so_many_rooms_for_a_connection() {
        Person admin = gateway.world().with("ADMIN");
        try (WebSocketClient client =
                new WebSocketClient(gateway.port(), "/realtime/ws", admin.token())) {
            client.send(subscribe(new Room.SystemAlerts()));
            client.send(subscribe(new Room.AdminUpdates())).await(2, "\"subscribed\"");
            client.send(subscribe(new Room.User(admin.id()))).await("too_many_rooms");
            client.send("{\"type\":\"unsubscribe\",\"room\":\"admin:updates\"}");
            client.send(subscribe(new Room.User(admin.id()))).await(3, "\"subscribed\"");
        }
    }

    private static String subscribe(Room room) {
        return "{\"type\":\"subscribe\",\"room\":\"" + room.name() + "\"}";
    }

    @Test
    void there_are_only_so_many_connections_for_a_user_and_a_closed_one_makes_room()
            throws Exception {
        Person somebody = gateway.world().with("CAREGIVER");
        OpenStreams open = gateway.bean(OpenStreams.class);
        try (RawWebSocket first = open(somebody);
                RawWebSocket second = open(somebody)) {
            second.awaitText("connected");
            Head refused = answer(RawWebSocket.upgrade("/realtime/ws", somebody.token()));
            assertEquals(429, refused.status());
            assertEquals("5", refused.header("Retry-After"));
            first.close(1000);
            first.awaitClose();
            await().until(() -> open.of(somebody.id()).size() == 1);
            open(somebody).close();
        }
    }

    @Test
    void compression_can_be_switched_off() throws Exception {
        Head head =
                answer(
                        RawWebSocket.upgrade(
                                "/realtime/ws",
                                gateway.world().with("NURSE").token(),
                                "Sec-WebSocket-Extensions: permessage-deflate"));
        assertEquals(101, head.status());
        assertEquals("", head.header("Sec-WebSocket-Extensions"));
    }

    private Head answer(byte[] request) throws IOException {
        try (RawWebSocket client = new RawWebSocket(gateway.port(), 0)) {
            client.send(request);
            return client.readHead();
        }
    }
}
