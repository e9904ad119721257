package dev.wardcast.gateway.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SseFramesTest {

    @Test
    void a_frame_has_its_fields_in_order_and_ends_with_an_empty_line() {
        assertEquals(
                "id: abc-1\nevent: patient.alert\ndata: {\"a\":\"ü\"}\n\n",
                text(SseFrames.frame("abc-1", "patient.alert", "{\"a\":\"ü\"}".getBytes(UTF_8))));
        assertEquals("data: {}\n\n", text(SseFrames.frame("", "", "{}".getBytes(UTF_8))));
    }

    @Test
    void line_breaks_in_an_id_or_a_name_make_no_fields_of_their_own() {
        assertEquals(
                "id: adata: x\nevent: bid: 2\ndata: {}\n\n",
                text(SseFrames.frame("a\r\ndata: x", "b\nid: 2\0", "{}".getBytes(UTF_8))));
    }

    @Test
    void a_stream_opens_with_a_pause_and_a_position() {
        assertEquals("retry: 2000\nid: abc-1\n\n", text(SseFrames.opening(2000, "abc-1", "", "")));
    }

    @Test
    void the_first_event_and_the_position_are_one_block() {
        assertEquals(
                "retry: 2000\nid: abc-1\nevent: connected\ndata: {}\n\n",
                text(SseFrames.opening(2000, "abc-1", "connected", "{}")));
    }

    @Test
    void the_last_block_says_why_and_when_to_come_back() {
        assertEquals(
                "retry: 700\nevent: closed\ndata: {}\n\n",
                text(SseFrames.closing(700, "{}".getBytes(UTF_8))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
