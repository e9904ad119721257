package dev.wardcast.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateTest {

    private static final int TEXT = 0x81;
    private static final int COMPRESSED_TEXT = 0xc1;

    private static byte[] json(int length) {
        return ("{\"pad\":\"" + "waveform ".repeat(length) + "\"}").getBytes(UTF_8);
    }

    private static byte[] payload(byte[] frame) {
        int head = (frame[1] & 0x7f) < 126 ? 2 : (frame[1] & 0x7f) == 126 ? 4 : 10;
        return Arrays.copyOfRange(frame, head, frame.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100, 1_000, 20_000})
    void what_is_compressed_is_read_back_whole(int length) {
        byte[] message = json(length);
        byte[] frame = Deflate.frame(message);
        assertEquals(COMPRESSED_TEXT, frame[0] & 0xff);
        assertTrue(frame.length < message.length / 2);
        assertArrayEquals(message, Deflate.inflate(payload(frame), message.length));
    }

    @Test
    void short_messages_go_as_they_are() {
        byte[] message = json(20);
        byte[] frame = Deflate.frame(message);
        assertEquals(TEXT, frame[0] & 0xff);
        assertArrayEquals(message, payload(frame));
    }

    @Test
    void what_hardly_gets_shorter_goes_as_it_is() {
        byte[] noise = new byte[3_000];
        new Random(7).nextBytes(noise);
        byte[] frame = Deflate.frame(noise);
        assertEquals(TEXT, frame[0] & 0xff);
        assertArrayEquals(noise, payload(frame));
        byte[] base64 = Base64.getEncoder().encode(noise);
        assertEquals(COMPRESSED_TEXT, Deflate.frame(base64)[0] & 0xff);
    }

    @Test
    void the_limit_is_on_what_it_inflates_to() {
        byte[] message = json(1_000);
        byte[] deflated = payload(Deflate.frame(message));
        assertArrayEquals(message, Deflate.inflate(deflated, message.length));
        assertThrows(
                TooLongFrameException.class, () -> Deflate.inflate(deflated, message.length - 1));
    }

    @Test
    void the_examples_of_the_rfc_are_read() {
        // RFC 7692, 7.2.3.1 and 7.2.3.3 (no compression), 7.2.3.6 (an empty message).
        byte[] hello = {(byte) 0xf2, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0x00};
        assertEquals("Hello", new String(Deflate.inflate(hello, 100), UTF_8));
        byte[] stored = {0x00, 0x05, 0x00, (byte) 0xfa, (byte) 0xff, 'H', 'e', 'l', 'l', 'o', 0x00};
        assertEquals("Hello", new String(Deflate.inflate(stored, 100), UTF_8));
        assertEquals(0, Deflate.inflate(new byte[] {0}, 100).length);
    }

    @Test
    void rubbish_is_refused() {
        assertThrows(
                CorruptedFrameException.class,
                () -> Deflate.inflate(new byte[] {(byte) 0xff, 1, 2}, 100));
    }
}
