package dev.wardcast.kit.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our frames, read by a decoder that is not ours. */
class WebSocketFramesTest {

    private static <T extends WebSocketFrame> T read(byte[] frame, Class<T> type) {
        EmbeddedChannel client =
                new EmbeddedChannel(new WebSocket13FrameDecoder(false, true, 100_000));
        client.writeInbound(Unpooled.wrappedBuffer(frame));
        return type.cast(client.readInbound());
    }

    @ParameterizedTest
    @CsvSource({"0,2", "1,2", "125,2", "126,4", "127,4", "65535,4", "65536,10"})
    void a_length_takes_the_fewest_bytes_that_hold_it(int length, int head) {
        String text = "x".repeat(length);
        byte[] frame = WebSocketFrames.text(text);
        assertEquals(head + length, frame.length);
        TextWebSocketFrame read = read(frame, TextWebSocketFrame.class);
        assertEquals(text, read.text());
        assertTrue(read.isFinalFragment());
        assertEquals(0, read.rsv());
    }

    @Test
    void a_compressed_message_has_the_first_reserved_bit() {
        byte[] deflated = {1, 2, 3, 99};
        TextWebSocketFrame read =
                read(WebSocketFrames.deflated(deflated, 3), TextWebSocketFrame.class);
        assertEquals(4, read.rsv());
        assertEquals(3, read.content().readableBytes());
    }

    @Test
    void a_close_has_its_code_and_reason() {
        CloseWebSocketFrame read =
                read(WebSocketFrames.close(4501, "access_revoked"), CloseWebSocketFrame.class);
        assertEquals(4501, read.statusCode());
        assertEquals("access_revoked", read.reasonText());
    }

    @Test
    void pings_are_empty_and_pongs_carry_what_was_sent() {
        assertEquals(
                0, read(WebSocketFrames.ping(), PingWebSocketFrame.class).content().capacity());
        assertArrayEquals(
                new byte[] {(byte) 0x8a, 2, 'h', 'i'}, WebSocketFrames.pong("hi".getBytes(UTF_8)));
    }
}
