package dev.wardcast.bench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Frames of a server (RFC 6455, section 5.2): not masked, lengths of 7, 16 or 64 bits. Messages in
 * several fragments and compressed ones are not asked for, and end the connection if they come.
 */
final class WebSocketFrames implements Frames {

    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int MASK_LENGTH = 4;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    @Override
    public int read(MemorySegment buffer, int from, int to, Connection connection, Sink sink) {
        int at = from;
        while (to - at >= 2) {
            int shortLength = buffer.get(JAVA_BYTE, at + 1) & 0xff;
            if ((shortLength & MASKED) != 0) {
                sink.over(connection, "a masked frame from the server");
                return to;
            }
            int header = headerLength(shortLength);
            if (to - at < header) {
                return at;
            }
            long length = length(buffer, at, shortLength);
            if (length < 0 || length > to - at - header) {
                return at;
            }
            int data = at + header;
            int end = data + (int) length;
            message(buffer, at, data, end, connection, sink);
            at = end;
        }
        return at;
    }

    private static int headerLength(int shortLength) {
        return switch (shortLength) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private static long length(MemorySegment buffer, int at, int shortLength) {
        return switch (shortLength) {
            case 126 -> buffer.get(SHORT, at + 2) & 0xffff;
            case 127 -> buffer.get(LONG, at + 2);
            default -> shortLength;
        };
    }

    private static void message(
            MemorySegment buffer, int at, int data, int end, Connection connection, Sink sink) {
        int first = buffer.get(JAVA_BYTE, at) & 0xff;
        switch (first) {
            case FINAL | TEXT, FINAL | BINARY -> sink.frame(buffer, data, end, connection);
            case FINAL | PING -> sink.answer(connection, masked(PONG, buffer, data, end));
            case FINAL | PONG -> {}
            case FINAL | CLOSE ->
                    sink.over(connection, "closed by the server: " + code(buffer, data, end));
            default -> sink.over(connection, "a frame that was not asked for: " + first);
        }
    }

    private static int code(MemorySegment buffer, int data, int end) {
        return end - data >= 2 ? buffer.get(SHORT, data) & 0xffff : 1005;
    }

    /** A control frame of a client. Its mask is all zeros, which leaves the data as it is. */
    private static byte[] masked(int opcode, MemorySegment buffer, int data, int end) {
        int length = Math.min(125, end - data);
        byte[] frame = new byte[2 + MASK_LENGTH + length];
        frame[0] = (byte) (FINAL | opcode);
        frame[1] = (byte) (MASKED | length);
        MemorySegment.copy(buffer, JAVA_BYTE, data, frame, 2 + MASK_LENGTH, length);
        return frame;
    }
}
