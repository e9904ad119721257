package dev.wardcast.gateway.websocket;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Deflater;

/**
 * Compresses messages one by one, without a context that goes from one to the next (RFC 7692,
 * {@code server_no_context_takeover}). So a message is the same bytes for everybody, and is
 * compressed once for all clients of a node instead of once for each.
 */
final class Deflate {

    /** Shorter messages hardly get shorter, and cost their reader an inflation. */
    private static final int SHORTEST = 256;

    private static final int TAIL = 4;

    private Deflate() {}

    /**
     * Reads what clients have compressed.
     *
     * @param largest bytes of a message when it is inflated
     */
    static WebSocketExtensionDecoder decoder(int largest) {
        Map<String, String> agreed = new HashMap<>();
        agreed.put("server_no_context_takeover", null);
        agreed.put("client_no_context_takeover", null);
        return Objects.requireNonNull(
                        new PerMessageDeflateServerExtensionHandshaker(
                                        6, false, 15, true, true, largest)
                                .handshakeExtension(
                                        new WebSocketExtensionData("permessage-deflate", agreed)))
                .newExtensionDecoder();
    }

    /** The message as a frame: compressed where that makes it shorter by a tenth at least. */
    static byte[] frame(byte[] json) {
        if (json.length < SHORTEST) {
            return WebSocketFrames.text(json);
        }
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(json);
            byte[] out = new byte[json.length + TAIL];
            int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
            // The flush ends with 00 00 FF FF, which is left out by agreement; whoever filled the
            // room to its end has not finished, and is not shorter either.
            if (length >= out.length || length - TAIL > json.length * 9 / 10) {
                return WebSocketFrames.text(json);
            }
            byte[] message = Arrays.copyOf(out, length - TAIL);
            return WebSocketFrames.deflated(message, message.length);
        } finally {
            deflater.end();
        }
    }
}
