package dev.wardcast.gateway.websocket;

import static dev.wardcast.gateway.SharedGateway.publish;
import static dev.wardcast.gateway.SharedGateway.raw;
import static dev.wardcast.gateway.SharedGateway.world;
import static dev.wardcast.testsupport.RawWebSocket.COMPRESSED;
import static dev.wardcast.testsupport.RawWebSocket.FINAL;
import static dev.wardcast.testsupport.RawWebSocket.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.RawWebSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate, as it goes over the wire. */
class CompressionTest {

    private static final String CHROME =
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

    private final String patient = world().patient();
    private final Room room = new Room.PatientAlerts(patient);
    private final Person caregiver = world().caregiverOf(patient);

    private RawWebSocket open(String... headers) throws IOException {
        RawWebSocket client = raw(caregiver, "/ws?role=caregiver&patient_id=" + patient, headers);
        client.awaitText("connected");
        return client;
    }

    private String agreed(String offer) throws IOException {
        try (RawWebSocket client = new RawWebSocket(SharedGateway.port(), 0)) {
            client.send(
                    RawWebSocket.upgrade(
                            "/realtime/ws",
                            caregiver.token(),
                            "Sec-WebSocket-Extensions: " + offer));
            return client.readHead().header("Sec-WebSocket-Extensions");
        }
    }

    /** As RFC 7692 (7.2.1) says: deflated, flushed, and without the last four bytes. */
    private static byte[] deflated(byte[] message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate =
                new DeflaterOutputStream(
                        out, new Deflater(Deflater.BEST_COMPRESSION, true), 512, true)) {
            deflate.write(message);
            deflate.flush();
            return Arrays.copyOf(out.toByteArray(), out.size() - 4);
        }
    }

    private static String event(int padding) {
        return "{\"event\":\"alert\",\"pad\":\"" + "waveform ".repeat(padding) + "\"}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; client_max_window_bits=10; server_no_context_takeover",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate"
            })
    void what_browsers_offer_is_agreed_to(String offer) throws Exception {
        assertEquals(
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                agreed(offer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; client_max_window_bits=99",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; surprise",
                "permessage-bzip2"
            })
    void what_cannot_be_kept_is_declined_and_the_socket_opens_without(String offer)
            throws Exception {
        assertEquals("", agreed(offer));
    }

    @Test
    void a_large_event_is_compressed_and_a_small_one_is_not() throws Exception {
        try (RawWebSocket client = open(CHROME)) {
            publish(room, EventType.PATIENT_ALERT, event(1));
            publish(room, EventType.PATIENT_ALERT, event(200));
            Frame small = client.next();
            assertFalse(small.compressed());
            assertTrue(small.text().startsWith("{\"event\":\"alert\""));
            Frame large = client.next();
            assertTrue(large.compressed());
            assertTrue(large.payload().length < 200, "bytes: " + large.payload().length);
            String text = new String(Deflate.inflate(large.payload(), 10_000), UTF_8);
            assertTrue(text.contains(event(200).replace("}", "")), text);
        }
    }

    @Test
    void who_did_not_offer_it_gets_the_same_event_as_it_is() throws Exception {
        try (RawWebSocket plain = open();
                RawWebSocket compressed = open(CHROME)) {
            publish(room, EventType.PATIENT_ALERT, event(200));
            Frame large = plain.next();
            assertFalse(large.compressed());
            assertEquals(
                    large.text(),
                    new String(Deflate.inflate(compressed.next().payload(), 10_000), UTF_8));
        }
    }

    @Test
    void a_clients_compressed_messages_are_read_one_by_one() throws Exception {
        byte[] ping = deflated("{\"type\":\"ping\"}".getBytes(UTF_8));
        try (RawWebSocket client = open(CHROME)) {
            for (int i = 0; i < 3; i++) {
                client.frame(FINAL | COMPRESSED | TEXT, ping);
                assertEquals("{\"type\":\"pong\"}", client.nextText());
            }
            client.frame(COMPRESSED | TEXT, Arrays.copyOf(ping, 5));
            client.frame(FINAL, Arrays.copyOfRange(ping, 5, ping.length));
            assertEquals("{\"type\":\"pong\"}", client.nextText());
            client.text("{\"type\":\"ping\"}");
            assertEquals("{\"type\":\"pong\"}", client.nextText());
        }
    }

    @Test
    void a_bomb_is_refused_before_it_goes_off() throws Exception {
        byte[] bomb = deflated(new byte[4_000_000]);
        assertTrue(bomb.length < 8192, "small enough to be let in: " + bomb.length);
        try (RawWebSocket client = open(CHROME)) {
            client.frame(FINAL | COMPRESSED | TEXT, bomb);
            client.awaitText("message_too_large");
            assertEquals(4504, client.awaitClose());
        }
    }

    @Test
    void what_cannot_be_inflated_is_malformed() throws Exception {
        try (RawWebSocket client = open(CHROME)) {
            client.frame(FINAL | COMPRESSED | TEXT, new byte[] {(byte) 0xff, 1, 2, 3});
            client.awaitText("malformed_message");
            assertEquals(4503, client.awaitClose());
        }
    }
}
