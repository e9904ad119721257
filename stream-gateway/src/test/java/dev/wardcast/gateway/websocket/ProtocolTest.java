package dev.wardcast.gateway.websocket;

import static dev.wardcast.gateway.SharedGateway.raw;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static dev.wardcast.testsupport.RawWebSocket.BINARY;
import static dev.wardcast.testsupport.RawWebSocket.CLOSE;
import static dev.wardcast.testsupport.RawWebSocket.FINAL;
import static dev.wardcast.testsupport.RawWebSocket.PING;
import static dev.wardcast.testsupport.RawWebSocket.PONG;
import static dev.wardcast.testsupport.RawWebSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.WebSocketClient;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may send, and what it is told when it sends something else. */
class ProtocolTest {

    private static final int MALFORMED = 4503;
    private static final int TOO_LARGE = 4504;

    /** {@code wardcast.gateway.max-message-size}. */
    private static final int LARGEST = 8192;

    private final Person somebody = world().with("CAREGIVER");

    private RawWebSocket open() throws IOException {
        RawWebSocket client = raw(somebody, "/realtime/ws");
        client.awaitText("connected");
        return client;
    }

    private static String padded(int length) {
        String ping = "{\"type\":\"ping\",\"pad\":\"\"}";
        return ping.replace("\"\"", '"' + "x".repeat(length - ping.length()) + '"');
    }

    // --- messages

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rubbish",
                "",
                "[]",
                "1",
                "null",
                "\"ping\"",
                "{\"room\":\"system:alerts\"}",
                "{\"type\":null}",
                "{\"type\":\"ping\"} x",
                "{\"type\":\"ping\"}{\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":5}",
                "{\"type\":\"ping\""
            })
    void a_malformed_message_is_answered_and_the_socket_closed(String message) throws Exception {
        try (RawWebSocket client = open()) {
            client.text(message);
            String error = client.nextText();
            assertTrue(
                    error.startsWith("{\"type\":\"error\",\"reason\":\"malformed_message\""),
                    error);
            assertEquals(MALFORMED, client.awaitClose());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'subscribe','room':{}}|subscription|room (expected: text)",
                "{'type':'subscribe','room':['system:alerts']}|subscription|room (expected: text)",
                "{'type':'subscribe','room':'system:alerts','cursor':7}|subscription|cursor (expected: text)",
                "{'type':'ack','alert_id':7,'patient_id':'p'}|ack_result|alert_id (expected: text)",
                "{'type':'leads','leads':'II'}|error|leads (expected: an array of names)",
                "{'type':'leads','leads':['II',[1,{}]]}|error|leads (expected: an array of names)",
                "{'type':'decimation','factor':2.5}|error|factor (expected: a whole number)",
                "{'type':'decimation','factor':99999999999}|error|factor (expected: a whole number)",
                "{'type':'ping','token':true}|error|token (expected: text)"
            })
    void a_field_of_another_kind_is_named_and_the_stream_goes_on(
            String message, String type, String named) throws Exception {
        try (RawWebSocket client = open()) {
            client.text(message.replace('\'', '"'));
            String answer = client.nextText();
            assertTrue(answer.startsWith("{\"type\":\"" + type + "\","), answer);
            assertTrue(
                    answer.endsWith("\"reason\":\"invalid_field\",\"message\":\"" + named + "\"}"),
                    answer);
            client.text("{\"type\":\"ping\"}");
            assertEquals("{\"type\":\"pong\"}", client.nextText());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"leads\",\"leads\":[\"II\"",
                "{\"type\":\"leads\",\"leads\":[[}",
                "{\"type\":\"decimation\",\"factor\":{"
            })
    void a_message_that_breaks_off_is_malformed(String message) throws Exception {
        try (RawWebSocket client = open()) {
            client.text(message);
            assertEquals(MALFORMED, client.awaitClose());
        }
    }

    @Test
    void nesting_without_end_is_malformed_and_harms_nobody() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("{\"type\":\"ping\",\"x\":" + "[".repeat(8_000));
            assertEquals(MALFORMED, client.awaitClose());
        }
    }

    @Test
    void a_field_that_is_null_is_as_if_it_were_not_there() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("{\"type\":\"ping\",\"room\":null,\"leads\":null,\"factor\":null}");
            assertEquals("{\"type\":\"pong\"}", client.nextText());
        }
    }

    @Test
    void fields_that_nobody_knows_are_passed_over() throws Exception {
        try (RawWebSocket client = open()) {
            client.text("{\"type\":\"ping\",\"later\":{\"version\":[1,2]}}");
            assertEquals("{\"type\":\"pong\"}", client.nextText());
        }
    }

    @Test
    void a_binary_message_is_malformed() throws Exception {
        try (RawWebSocket client = open()) {
            client.frame(FINAL | BINARY, "{\"type\":\"ping\"}".getBytes(UTF_8));
            client.awaitText("malformed_message");
            assertEquals(MALFORMED, client.awaitClose());
        }
    }

    @Test
    void a_client_of_the_platform_hears_the_code_as_well() {
        try (WebSocketClient client = webSocket(somebody, "/realtime/ws")) {
            client.send("rubbish");
            assertEquals(MALFORMED, client.awaitClose());
        }
    }

    // --- size

    @Test
    void the_largest_message_is_taken_whole_and_in_fragments() throws Exception {
        byte[] message = padded(LARGEST).getBytes(UTF_8);
        try (RawWebSocket client = open()) {
            client.frame(FINAL | TEXT, message);
            assertEquals("{\"type\":\"pong\"}", client.nextText());
            client.frame(TEXT, Arrays.copyOf(message, 4000));
            client.ping("between".getBytes(UTF_8));
            assertEquals("between", client.next().text());
            client.frame(FINAL, Arrays.copyOfRange(message, 4000, LARGEST));
            assertEquals("{\"type\":\"pong\"}", client.nextText());
        }
    }

    @Test
    void one_that_is_too_large_is_refused_before_it_is_read() throws Exception {
        try (RawWebSocket client = open()) {
            client.text(padded(LARGEST + 1));
            client.awaitText("message_too_large");
            assertEquals(TOO_LARGE, client.awaitClose());
        }
    }

    @Test
    void one_that_is_announced_with_many_gigabytes_is_refused_at_once() throws Exception {
        try (RawWebSocket client = open()) {
            client.send(
                    new byte[] {
                        (byte) (FINAL | TEXT), (byte) 0xff, 0, 0, 0x7f, 0, 0, 0, 0, 0, 1, 2, 3, 4
                    });
            assertEquals(TOO_LARGE, client.awaitClose());
        }
    }

    @Test
    void one_that_grows_too_large_by_fragments_is_refused() throws Exception {
        byte[] part = "x".repeat(1000).getBytes(UTF_8);
        try (RawWebSocket client = open()) {
            client.frame(TEXT, part);
            for (int i = 0; i < 9; i++) {
                client.frame(0, part);
            }
            client.awaitText("message_too_large");
            assertEquals(TOO_LARGE, client.awaitClose());
        }
    }

    // --- frames

    private static void refused(RawWebSocket client) throws IOException {
        client.awaitText("malformed_message");
        assertEquals(MALFORMED, client.awaitClose());
    }

    @Test
    void an_unmasked_frame_is_refused() throws Exception {
        try (RawWebSocket client = open()) {
            client.unmasked(FINAL | TEXT, "{\"type\":\"ping\"}".getBytes(UTF_8));
            refused(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10})
    void reserved_bits_are_refused(int bit) throws Exception {
        try (RawWebSocket client = open()) {
            client.frame(FINAL | bit | TEXT, "{\"type\":\"ping\"}".getBytes(UTF_8));
            refused(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x20, 0x10, 0x60})
    void reserved_bits_are_refused_beside_compression_too(int bits) throws Exception {
        try (RawWebSocket client =
                raw(somebody, "/realtime/ws", "Sec-WebSocket-Extensions: permessage-deflate")) {
            client.frame(FINAL | bits | TEXT, "{\"type\":\"ping\"}".getBytes(UTF_8));
            refused(client);
        }
    }

    @Test
    void a_compressed_ping_is_refused_although_compression_was_agreed_on() throws Exception {
        try (RawWebSocket client =
                raw(somebody, "/realtime/ws", "Sec-WebSocket-Extensions: permessage-deflate")) {
            client.frame(FINAL | 0x40 | PING, new byte[] {1, 2});
            refused(client);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x7, 0xB, 0xF})
    void reserved_opcodes_are_refused(int opcode) throws Exception {
        try (RawWebSocket client = open()) {
            client.frame(FINAL | opcode, new byte[0]);
            refused(client);
        }
    }

    @Test
    void what_is_not_utf_8_is_refused() throws Exception {
        byte[][] bad = {
            {'{', (byte) 0xff, '}'},
            // A slash written longer than it may be, and half of a surrogate pair.
            "{\"type\":\"ping\",\"x\":\"??\"}".getBytes(UTF_8),
            "{\"type\":\"ping\",\"x\":\"???\"}".getBytes(UTF_8),
        };
        replace(bad[1], 0xc0, 0xaf);
        replace(bad[2], 0xed, 0xa0, 0x80);
        for (byte[] message : bad) {
            try (RawWebSocket client = open()) {
                client.frame(FINAL | TEXT, message);
                refused(client);
            }
        }
    }

    private static void replace(byte[] text, int... bytes) {
        int at = new String(text, UTF_8).indexOf('?');
        for (int i = 0; i < bytes.length; i++) {
            text[at + i] = (byte) bytes[i];
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void a_control_frame_of_more_than_125_bytes_is_refused(int opcode) throws Exception {
        try (RawWebSocket client = open()) {
            client.frame(FINAL | opcode, new byte[126]);
            refused(client);
        }
    }

    @Test
    void a_ping_of_125_bytes_comes_back_whole() throws Exception {
        byte[] payload = "p".repeat(125).getBytes(UTF_8);
        try (RawWebSocket client = open()) {
            client.ping(payload);
            RawWebSocket.Frame answer = client.next();
            assertEquals(PONG, answer.opcode());
            assertEquals(new String(payload, UTF_8), answer.text());
        }
    }

    @Test
    void a_fragmented_control_frame_and_a_stray_fragment_are_refused() throws Exception {
        try (RawWebSocket client = open()) {
            client.frame(PING, new byte[0]);
            refused(client);
        }
        try (RawWebSocket client = open()) {
            client.frame(FINAL, "{\"type\":\"ping\"}".getBytes(UTF_8));
            refused(client);
        }
        try (RawWebSocket client = open()) {
            client.frame(TEXT, "{\"type\":".getBytes(UTF_8));
            client.frame(FINAL | TEXT, "{\"type\":\"ping\"}".getBytes(UTF_8));
            refused(client);
        }
    }

    @Test
    void a_close_code_that_nobody_may_send_is_refused() throws Exception {
        try (RawWebSocket client = open()) {
            client.close(1005);
            refused(client);
        }
    }
}
