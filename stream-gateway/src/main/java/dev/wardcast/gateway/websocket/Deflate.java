package dev.wardcast.gateway.websocket;

import dev.wardcast.kit.websocket.WebSocketFrames;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses messages one by one, without a context that goes from one to the next (RFC 7692,
 * {@code server_no_context_takeover}). So a message is the same bytes for everybody, and is
 * compressed once for all clients of a node instead of once for each.
 */
final class Deflate {

    /** Shorter messages hardly get shorter, and cost their reader an inflation. */
    private static final int SHORTEST = 256;

    /** Ends each message, and is left out by agreement (RFC 7692, 7.2.1). */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private Deflate() {}

    /**
     * Reads what a client has compressed.
     *
     * @param largest bytes that there may be
     * @throws TooLongFrameException if there are more; no more than these are ever inflated
     * @throws CorruptedFrameException if it is not a compressed message
     */
    static byte[] inflate(byte[] message, int largest) {
        byte[] input = Arrays.copyOf(message, message.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, message.length, TAIL.length);
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(input);
            byte[] out = new byte[Math.min(largest, 4 * input.length) + 1];
            int length = 0;
            for (int more; (more = inflater.inflate(out, length, out.length - length)) > 0; ) {
                length += more;
                if (length > largest) {
                    throw new TooLongFrameException("inflates to more than " + largest + " bytes");
                }
                if (length == out.length) {
                    out = Arrays.copyOf(out, Math.min(largest, 2 * length) + 1);
                }
            }
            return Arrays.copyOf(out, length);
        } catch (DataFormatException notDeflated) {
            throw new CorruptedFrameException("not deflated", notDeflated);
        } finally {
            inflater.end();
        }
    }

    /** The message as a frame: compressed where that makes it shorter by a tenth at least. */
    static byte[] frame(byte[] json) {
        if (json.length < SHORTEST) {
            return WebSocketFrames.text(json);
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(json);
            byte[] out = new byte[json.length + TAIL.length];
            int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            // Whoever filled the room to its end has not finished, and is not shorter either.
            if (length >= out.length || length - TAIL.length > json.length * 9 / 10) {
                return WebSocketFrames.text(json);
            }
            byte[] message = Arrays.copyOf(out, length - TAIL.length);
            return WebSocketFrames.deflated(message, message.length);
        } finally {
            deflater.end();
        }
    }
}
