package dev.wardcast.kit.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake (RFC 6455, 4.2), and what the two sides agree on.
 *
 * @param accept answer to the client's key
 * @param deflated whether permessage-deflate was agreed on
 */
public record Handshake(String accept, boolean deflated) {

    /**
     * No contexts on either side, which a server may ask for (RFC 7692, 7.1.1): a context for each
     * connection would cost memory for as long as it lives, and a compression for each.
     */
    private static final String DEFLATE =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    /**
     * Reads the client's side.
     *
     * @throws ProblemException 426 if it is no upgrade to version 13, 400 if it is a broken one
     */
    public static Handshake of(HttpRequest<?> request, boolean mayDeflate) {
        HttpHeaders headers = request.getHeaders();
        boolean upgrade =
                headers.findFirst(HttpHeaders.UPGRADE)
                        .filter("websocket"::equalsIgnoreCase)
                        .isPresent();
        if (!upgrade) {
            throw upgradeRequired(
                    "websocket_only",
                    "This address speaks WebSocket (expected: GET over HTTP/1.1 with Connection:"
                            + " Upgrade and Upgrade: websocket)");
        }
        if (!headers.findFirst("Sec-WebSocket-Version").filter("13"::equals).isPresent()) {
            throw upgradeRequired("websocket_version", "Sec-WebSocket-Version (expected: 13)");
        }
        String key = headers.findFirst("Sec-WebSocket-Key").orElse("");
        if (!isKey(key)) {
            throw ProblemException.badRequest(
                    "websocket_key", "Sec-WebSocket-Key (expected: 16 bytes in base64)");
        }
        boolean deflated =
                mayDeflate
                        && headers.getAll("Sec-WebSocket-Extensions").stream()
                                .flatMap(header -> offers(header).stream())
                                .anyMatch(Handshake::acceptable);
        return new Handshake(accept(key), deflated);
    }

    /**
     * The bytes that accept the upgrade.
     *
     * @param headers further ones, as every answer has them
     */
    public byte[] head(Map<String, String> headers) {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
                        .append("Upgrade: websocket\r\n")
                        .append("Connection: Upgrade\r\n")
                        .append("Sec-WebSocket-Accept: ")
                        .append(accept)
                        .append("\r\n");
        if (deflated) {
            head.append("Sec-WebSocket-Extensions: ").append(DEFLATE).append("\r\n");
        }
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(US_ASCII);
    }

    /** An offer that can't be read is none. */
    private static List<WebSocketExtensionData> offers(String header) {
        try {
            return WebSocketExtensionUtil.extractExtensions(header);
        } catch (IndexOutOfBoundsException malformed) {
            return List.of();
        }
    }

    /** Says what would be accepted, as RFC 9110 (15.5.22) and RFC 6455 (4.4) want it. */
    private static ProblemException upgradeRequired(String code, String detail) {
        return ProblemException.of(HttpStatus.UPGRADE_REQUIRED, code, detail)
                .withHeader("Upgrade", "websocket")
                .withHeader("Sec-WebSocket-Version", "13");
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** We always use the largest window, so who asks for a smaller one does without compression. */
    private static boolean acceptable(WebSocketExtensionData offer) {
        return offer.name().equals("permessage-deflate")
                && offer.parameters().entrySet().stream()
                        .allMatch(each -> acceptable(each.getKey(), each.getValue()));
    }

    private static boolean acceptable(String parameter, @Nullable String value) {
        return switch (parameter) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            // How large the client's window is; we can read any.
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            default -> false;
        };
    }
}
