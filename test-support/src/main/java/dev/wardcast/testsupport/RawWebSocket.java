package dev.wardcast.testsupport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A WebSocket by hand: it sends what no proper client would, and reads only when it is told to. For
 * one thread.
 */
public final class RawWebSocket implements AutoCloseable {

    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    /** The last frame of a message. */
    public static final int FINAL = 0x80;

    /** On the first frame of a compressed message. */
    public static final int COMPRESSED = 0x40;

    private static final byte[] MASK = {0x11, 0x22, 0x33, 0x44};
    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * @param first flags and opcode
     */
    public record Frame(int first, byte[] payload) {
        public int opcode() {
            return first & 0xf;
        }

        public boolean compressed() {
            return (first & COMPRESSED) != 0;
        }

        public String text() {
            return new String(payload, UTF_8);
        }

        /** Of a close frame. */
        public int code() {
            return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    /**
     * @param lines of the head, the first with the status
     */
    public record Head(List<String> lines) {
        public int status() {
            return Integer.parseInt(lines.getFirst().split(" ")[1]);
        }

        /** Empty if it is not there. */
        public String header(String name) {
            String prefix = name + ":";
            return lines.stream()
                    .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * @param receiveBuffer bytes that the kernel takes for a client that does not read; 0 for the
     *     usual
     */
    public RawWebSocket(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout((int) Patience.SOON.toMillis());
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        InputStream bytes = socket.getInputStream();
        in = new DataInputStream(receiveBuffer > 0 ? bytes : new BufferedInputStream(bytes));
        out = socket.getOutputStream();
    }

    /**
     * An open WebSocket.
     *
     * @param headers further lines of the request
     */
    public static RawWebSocket open(int port, String path, String token, String... headers)
            throws IOException {
        return open(new RawWebSocket(port, 0), path, token, headers);
    }

    /** Makes this connection an open WebSocket. */
    public static RawWebSocket open(
            RawWebSocket client, String path, String token, String... headers) throws IOException {
        client.send(upgrade(path, token, headers));
        Head head = client.readHead();
        if (head.status() != 101) {
            throw new AssertionError(head);
        }
        return client;
    }

    /** A proper request to upgrade. */
    public static byte[] upgrade(String path, String token, String... headers) {
        List<String> lines = new ArrayList<>();
        lines.add("GET " + path + " HTTP/1.1");
        lines.add("Host: localhost");
        lines.add("Connection: Upgrade");
        lines.add("Upgrade: websocket");
        lines.add("Sec-WebSocket-Version: 13");
        lines.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        lines.add("Authorization: Bearer " + token);
        lines.addAll(List.of(headers));
        return request(lines);
    }

    public static byte[] request(List<String> lines) {
        return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    // --- writing

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public void text(String text) throws IOException {
        frame(FINAL | TEXT, text.getBytes(UTF_8));
    }

    public void ping(byte[] payload) throws IOException {
        frame(FINAL | PING, payload);
    }

    public void close(int code) throws IOException {
        frame(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    public void frame(int first, byte[] payload) throws IOException {
        send(masked(first, payload));
    }

    public static byte[] masked(int first, byte[] payload) {
        byte[] head = head(first, 0x80, payload.length);
        byte[] frame = new byte[head.length + MASK.length + payload.length];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(MASK, 0, frame, head.length, MASK.length);
        for (int i = 0; i < payload.length; i++) {
            frame[head.length + MASK.length + i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        return frame;
    }

    public void unmasked(int first, byte[] payload) throws IOException {
        send(head(first, 0, payload.length));
        send(payload);
    }

    private static byte[] head(int first, int mask, int length) {
        return length < 126
                ? new byte[] {(byte) first, (byte) (mask | length)}
                : new byte[] {
                    (byte) first, (byte) (mask | 126), (byte) (length >> 8), (byte) length
                };
    }

    // --- reading

    public Head readHead() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            lines.add(line);
        }
        return new Head(lines);
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    public byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    public Frame next() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length =
                switch (second) {
                    case 126 -> in.readUnsignedShort();
                    case 127 -> (int) in.readLong();
                    default -> second;
                };
        return new Frame(first, read(length));
    }

    /** The next text message; what else comes is passed over. */
    public String nextText() throws IOException {
        while (true) {
            Frame frame = next();
            if (frame.opcode() == TEXT) {
                return frame.text();
            }
            if (frame.opcode() == CLOSE) {
                throw new AssertionError("closed with " + frame.code());
            }
        }
    }

    /** The next text message with this in it; what else comes is passed over. */
    public String awaitText(String part) throws IOException {
        String text = nextText();
        while (!text.contains(part)) {
            text = nextText();
        }
        return text;
    }

    /** The code that the other side closes with; what comes before is passed over. */
    public int awaitClose() throws IOException {
        Frame frame = next();
        while (frame.opcode() != CLOSE) {
            frame = next();
        }
        return frame.code();
    }

    /** Reads until the other side has ended the connection in good order. */
    public void awaitEnd() throws IOException {
        try {
            while (true) {
                in.readByte();
            }
        } catch (EOFException end) {
            // As it should be.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
