package dev.wardcast.gateway.websocket;

import static dev.wardcast.gateway.SharedGateway.port;
import static dev.wardcast.gateway.SharedGateway.world;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.RawWebSocket.Head;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake. */
class UpgradeTest {

    private static final String PATH = "/realtime/ws";
    private final OpenStreams open = SharedGateway.service().bean(OpenStreams.class);
    private final Person somebody = world().with("CAREGIVER");
    private final String proper =
            new String(RawWebSocket.upgrade(PATH, somebody.token()), ISO_8859_1);

    private Head answer(String request) throws IOException {
        try (RawWebSocket client = new RawWebSocket(port(), 0)) {
            client.send(request.getBytes(ISO_8859_1));
            return client.readHead();
        }
    }

    @Test
    void a_proper_upgrade_is_accepted_with_the_answer_to_its_key() throws Exception {
        Head head = answer(proper);
        assertEquals("HTTP/1.1 101 Switching Protocols", head.lines().getFirst());
        assertEquals("websocket", head.header("Upgrade"));
        assertEquals("Upgrade", head.header("Connection"));
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", head.header("Sec-WebSocket-Accept"));
        assertEquals("", head.header("Sec-WebSocket-Extensions"));
    }

    @Test
    void browsers_lists_of_connection_options_are_understood() throws Exception {
        assertEquals(
                101,
                answer(proper.replace("Connection: Upgrade", "Connection: keep-alive, Upgrade"))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                "dGhlIHNhbXBsZSBub25jZQ==",
                "NhbXBsZSBub25jZQ=="
            })
    void a_missing_or_malformed_key_is_400(String without) throws Exception {
        assertEquals(400, answer(proper.replace(without, "")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "7", "14", "x"})
    void another_version_is_426_and_says_which_one(String version) throws Exception {
        Head head = answer(proper.replace("Version: 13", "Version: " + version));
        assertEquals(426, head.status());
        assertEquals("13", head.header("Sec-WebSocket-Version"));
        assertEquals("application/problem+json", head.header("Content-Type"));
    }

    @Test
    void a_plain_request_is_426_and_says_what_to_upgrade_to() throws Exception {
        Head head =
                answer(
                        "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                                .formatted(PATH, somebody.token()));
        assertEquals(426, head.status());
        assertEquals("websocket", head.header("Upgrade"));
    }

    @Test
    void an_upgrade_that_the_connection_header_does_not_name_is_none() throws Exception {
        assertEquals(426, answer(proper.replace("Connection: Upgrade\r\n", "")).status());
    }

    @Test
    void http_1_0_cannot_upgrade() throws Exception {
        assertEquals(426, answer(proper.replace("HTTP/1.1", "HTTP/1.0")).status());
    }

    @Test
    void head_opens_nothing() throws Exception {
        assertEquals(426, answer(proper.replace("GET ", "HEAD ")).status());
        assertEquals(
                200,
                answer(
                                "HEAD /realtime/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                                        .formatted(somebody.token()))
                        .status());
        assertTrue(open.of(somebody.id()).isEmpty());
    }

    @Test
    void post_is_not_for_sockets() throws Exception {
        assertEquals(
                405,
                answer(
                                proper.replace("GET ", "POST ")
                                        .replace("\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n"))
                        .status());
    }

    @Test
    void the_token_may_be_in_the_address_but_only_of_an_upgrade() throws Exception {
        String bearer = "Authorization: Bearer " + somebody.token() + "\r\n";
        String path = PATH + "?token=" + somebody.token();
        String inAddress = proper.replace(bearer, "").replace(PATH, path);
        assertEquals(101, answer(inAddress).status());
        assertEquals(401, answer(inAddress.replace("HTTP/1.1", "HTTP/1.0")).status());
        assertEquals(401, answer("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").status());
    }

    @Test
    void after_a_refused_upgrade_the_connection_still_speaks_http() throws Exception {
        try (RawWebSocket client = new RawWebSocket(port(), 0)) {
            client.send(proper.replace("Version: 13", "Version: 8").getBytes(ISO_8859_1));
            Head refused = client.readHead();
            assertEquals(426, refused.status());
            client.read(Integer.parseInt(refused.header("Content-Length")));
            client.send(proper.getBytes(ISO_8859_1));
            assertEquals(101, client.readHead().status());
            client.awaitText("connected");
        }
    }

    @Test
    void no_answer_is_lost_when_an_upgrade_comes_too_early() throws Exception {
        try (RawWebSocket client = new RawWebSocket(port(), 0)) {
            client.send(
                    ("GET /health/liveness HTTP/1.1\r\nHost: x\r\n\r\n" + proper)
                            .getBytes(ISO_8859_1));
            Head first = client.readHead();
            assertEquals(200, first.status());
            client.read(Integer.parseInt(first.header("Content-Length")));
            Head second = client.readHead();
            if (second.status() == 101) {
                // The first answer was out before anybody looked.
                client.awaitText("connected");
            } else {
                assertEquals(400, second.status());
                client.read(Integer.parseInt(second.header("Content-Length")));
                client.send(proper.getBytes(ISO_8859_1));
                assertEquals(101, client.readHead().status());
            }
        }
    }

    @Test
    void of_many_requests_at_once_each_is_answered_before_a_stream_begins() throws Exception {
        String stream =
                "GET /api/events/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(somebody.token());
        try (RawWebSocket client = new RawWebSocket(port(), 0)) {
            client.send(
                    ("GET /api/nothing HTTP/1.1\r\nHost: x\r\n\r\n".repeat(10) + stream)
                            .getBytes(ISO_8859_1));
            for (int i = 0; i < 10; i++) {
                Head head = client.readHead();
                assertEquals(404, head.status());
                client.read(Integer.parseInt(head.header("Content-Length")));
            }
            int last = client.readHead().status();
            assertTrue(last == 200 || last == 400, "status " + last);
        }
    }

    @Test
    void a_request_behind_an_upgrade_is_not_one_any_more() throws Exception {
        try (RawWebSocket client = new RawWebSocket(port(), 0)) {
            client.send((proper + proper).getBytes(ISO_8859_1));
            assertEquals(101, client.readHead().status());
            assertTrue(client.nextText().contains("connected"));
            client.text("{\"type\":\"ping\"}");
            assertEquals("{\"type\":\"pong\"}", client.nextText());
            assertEquals(1, open.of(somebody.id()).size());
        }
        await().until(() -> open.of(somebody.id()).isEmpty());
    }
}
