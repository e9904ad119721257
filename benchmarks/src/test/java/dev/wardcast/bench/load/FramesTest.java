package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {

    private final Noted sink = new Noted();

    @Test
    void frames_of_sse_are_found_wherever_the_bytes_are_cut() {
        String stream =
                "retry: 2000\nid: a\n\nid: b\ndata: {\"x\":1}\n\n: keepalive\n\ndata: y\n\n";
        for (int cut = 0; cut <= stream.length(); cut++) {
            sink.frames.clear();
            String first = stream.substring(0, cut);
            int kept = read(new SseFrames(), first.getBytes(US_ASCII));
            String second = first.substring(kept) + stream.substring(cut);
            assertEquals(second.length(), read(new SseFrames(), second.getBytes(US_ASCII)));
            assertEquals(
                    List.of(
                            "retry: 2000\nid: a\n\n",
                            "id: b\ndata: {\"x\":1}\n\n",
                            ": keepalive\n\n",
                            "data: y\n\n"),
                    sink.frames,
                    "cut at " + cut);
        }
    }

    @Test
    void the_id_of_a_frame_is_found_and_data_is_not_taken_for_one() {
        assertEquals("a-1", id("retry: 2000\nid: a-1\n\n"));
        assertEquals("17:0", id("id: 17:0\ndata: {\"id\":\"x\"}\n\n"));
        assertEquals("", id("data: id: x\n\n"));
        assertEquals("", id(": keepalive\n\n"));
    }

    private static String id(String frame) {
        byte[] bytes = frame.getBytes(US_ASCII);
        return SseFrames.id(MemorySegment.ofArray(bytes), 0, bytes.length)
                .map(id -> new String(id, US_ASCII))
                .orElse("");
    }

    @Test
    void a_line_end_is_not_taken_for_an_empty_line() {
        assertEquals(0, read(new SseFrames(), "a\nb\nc\u000b\n\u000bd\n".getBytes(US_ASCII)));
        assertEquals(List.of(), sink.frames);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 200, 65_535, 65_536, 100_000})
    void a_websocket_message_of_any_length_is_read_and_half_of_one_is_left(int length) {
        byte[] message = message(0x81, "x".repeat(length));
        byte[] two = concat(message, message);
        assertEquals(two.length, read(new WebSocketFrames(), two));
        assertEquals(List.of("x".repeat(length), "x".repeat(length)), sink.frames);

        sink.frames.clear();
        for (int cut : new int[] {1, 2, 3, message.length - 1}) {
            if (cut < message.length) {
                byte[] part = java.util.Arrays.copyOf(message, cut);
                assertEquals(0, read(new WebSocketFrames(), part), "cut at " + cut);
            }
        }
        assertEquals(List.of(), sink.frames);
    }

    @Test
    void a_ping_is_answered_with_a_masked_pong_of_the_same_data() {
        read(new WebSocketFrames(), message(0x89, "hi"));
        assertArrayEquals(
                new byte[] {(byte) 0x8A, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'},
                sink.answers.getFirst());
        assertEquals(List.of(), sink.frames);
    }

    @Test
    void a_close_is_told_with_its_code() {
        read(new WebSocketFrames(), new byte[] {(byte) 0x88, 2, 0x0f, (byte) 0xa1});
        assertEquals("closed by the server: 4001", sink.over);
    }

    @Test
    void the_answer_to_a_handshake_is_that_of_the_standard() {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", Request.accept("dGhlIHNhbXBsZSBub25jZQ=="));
    }

    private int read(Frames frames, byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(bytes.length + 8L, 8);
            MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
            return frames.read(buffer, 0, bytes.length, new Connection(-1, 0), sink);
        }
    }

    private static byte[] message(int first, String text) {
        byte[] data = text.getBytes(US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(data.length + 10).put((byte) first);
        if (data.length < 126) {
            frame.put((byte) data.length);
        } else if (data.length < 65_536) {
            frame.put((byte) 126).putShort((short) data.length);
        } else {
            frame.put((byte) 127).putLong(data.length);
        }
        frame.put(data).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(a);
        both.writeBytes(b);
        return both.toByteArray();
    }

    private static final class Noted implements Frames.Sink {
        private final List<String> frames = new ArrayList<>();
        private final List<byte[]> answers = new ArrayList<>();
        private String over = "";

        @Override
        public void frame(MemorySegment buffer, int from, int to, Connection connection) {
            frames.add(
                    new String(
                            buffer.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE),
                            US_ASCII));
        }

        @Override
        public void answer(Connection connection, byte[] bytes) {
            answers.add(bytes);
        }

        @Override
        public void over(Connection connection, String why) {
            over = why;
        }
    }
}
