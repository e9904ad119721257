package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a client says first.
 *
 * @param bytes an HTTP/1.1 request
 * @param room the number of the room that it asks for
 */
public record Request(byte[] bytes, int room) {

    /** Sent by every client: the key guards against caches, and there are none here. */
    private static final String KEY = "d2FyZGNhc3QtYmVuY2gtMQ==";

    private static final String ACCEPT = accept(KEY);

    /**
     * @param path with its query
     * @param headers beside those of the transport
     */
    public static Request of(
            Transport transport, String path, int room, Map<String, String> headers) {
        StringBuilder text = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\n");
        text.append("Host: localhost\r\n");
        switch (transport) {
            case SSE -> text.append("Accept: text/event-stream\r\n");
            case WEBSOCKET ->
                    text.append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
                            .append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ")
                            .append(KEY)
                            .append("\r\n");
        }
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return new Request(text.append("\r\n").toString().getBytes(US_ASCII), room);
    }

    /** The same from a client that has been told everything up to here. */
    Request resumingFrom(byte[] position) {
        String text = new String(bytes, US_ASCII);
        String head = text.substring(0, text.length() - 2);
        String header = "Last-Event-ID: " + new String(position, US_ASCII) + "\r\n\r\n";
        return new Request((head + header).getBytes(US_ASCII), room);
    }

    /** What is wrong with an answer's head, if anything. */
    static Optional<String> refusal(Transport transport, String head) {
        String status = head.lines().findFirst().orElse("");
        boolean good =
                switch (transport) {
                    case SSE -> status.startsWith("HTTP/1.1 200") && !isChunked(head);
                    case WEBSOCKET ->
                            status.startsWith("HTTP/1.1 101") && head.contains(": " + ACCEPT);
                };
        return good ? Optional.empty() : Optional.of(head);
    }

    /** Not asked of a server: with chunks, what is counted here as one frame would not be. */
    private static boolean isChunked(String head) {
        return head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked");
    }

    /** {@code Sec-WebSocket-Accept} for a key (RFC 6455, section 4.2.2). */
    public static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
