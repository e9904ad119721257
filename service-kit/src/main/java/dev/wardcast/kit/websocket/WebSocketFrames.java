package dev.wardcast.kit.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The one place where frames of WebSocket are written (RFC 6455, 5.2): a server's are unmasked. */
public final class WebSocketFrames {

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    private WebSocketFrames() {}

    public static byte[] text(byte[] json) {
        return frame(FINAL | TEXT, json, json.length);
    }

    public static byte[] text(String json) {
        return text(json.getBytes(UTF_8));
    }

    public static byte[] binary(byte[] payload) {
        return frame(FINAL | BINARY, payload, payload.length);
    }

    /**
     * A message of permessage-deflate (RFC 7692).
     *
     * @param deflated the compressed message in its first {@code length} bytes
     */
    public static byte[] deflated(byte[] deflated, int length) {
        return frame(FINAL | COMPRESSED | TEXT, deflated, length);
    }

    public static byte[] ping() {
        return frame(FINAL | PING, new byte[0], 0);
    }

    /**
     * @param payload of the ping; at most 125 bytes
     */
    public static byte[] pong(byte[] payload) {
        return frame(FINAL | PONG, payload, payload.length);
    }

    /**
     * @param reason at most 123 bytes
     */
    public static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return frame(FINAL | CLOSE, payload, payload.length);
    }

    private static byte[] frame(int first, byte[] payload, int length) {
        int head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
        byte[] frame = new byte[head + length];
        frame[0] = (byte) first;
        if (head == 2) {
            frame[1] = (byte) length;
        } else if (head == 4) {
            frame[1] = 126;
            frame[2] = (byte) (length >> 8);
            frame[3] = (byte) length;
        } else {
            frame[1] = 127;
            // The four highest bytes are 0: no message of ours has 4 GB.
            for (int i = 0; i < 4; i++) {
                frame[6 + i] = (byte) (length >> (24 - 8 * i));
            }
        }
        System.arraycopy(payload, 0, frame, head, length);
        return frame;
    }
}
