package dev.wardcast.system.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.wardcast.testsupport.RawWebSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a route is asked, so that whoever may is answered with success.
 *
 * @param route as in the table
 * @param address what is asked for; names in braces stand for things of a {@link Subject}
 * @param transport how
 * @param contentType of the body
 * @param body with names in braces too
 * @param success what the answer is
 * @param orElse what it may be too, where somebody may have asked before; 0 for nothing else
 */
record Call(
        String route,
        String address,
        Transport transport,
        String contentType,
        String body,
        int success,
        int orElse) {

    enum Transport {
        PLAIN,
        SSE,
        WEBSOCKET
    }

    static Call get(String route) {
        return new Call(route, pathOf(route), Transport.PLAIN, "", "", 200, 0);
    }

    static Call sse(String route) {
        return new Call(route, pathOf(route), Transport.SSE, "", "", 200, 0);
    }

    static Call webSocket(String route) {
        return new Call(route, pathOf(route), Transport.WEBSOCKET, "", "", 101, 0);
    }

    /** Answered with 204. */
    static Call delete(String route) {
        return new Call(route, pathOf(route), Transport.PLAIN, "", "", 204, 0);
    }

    static Call send(String route, int success, String json) {
        return new Call(
                route, pathOf(route), Transport.PLAIN, "application/json", json, success, 0);
    }

    /** The same at another address, such as one with parameters. */
    Call at(String otherAddress) {
        return new Call(route, otherAddress, transport, contentType, body, success, orElse);
    }

    Call with(String otherContentType, String otherBody) {
        return new Call(route, address, transport, otherContentType, otherBody, success, orElse);
    }

    Call or(int otherSuccess) {
        return new Call(route, address, transport, contentType, body, success, otherSuccess);
    }

    boolean succeeded(int status) {
        return status == success || status == orElse;
    }

    private static String pathOf(String route) {
        return route.substring(route.indexOf(' ') + 1);
    }

    String method() {
        return route.substring(0, route.indexOf(' '));
    }

    /** True if it is about a thing that some may see and others not. */
    boolean hasSubject() {
        return Subject.isIn(address) || Subject.isIn(body);
    }

    /**
     * The status of the answer.
     *
     * @param authorization the whole header; null for none
     */
    int ask(int port, Subject subject, @Nullable String authorization) throws IOException {
        String target = subject.fill(address);
        byte[] content = subject.fill(body).getBytes(ISO_8859_1);
        List<String> lines = new ArrayList<>();
        lines.add(method() + " " + target + " HTTP/1.1");
        lines.add("Host: localhost");
        if (authorization != null) {
            lines.add("Authorization: " + authorization);
        }
        switch (transport) {
            case PLAIN -> lines.add("Accept: application/json, application/yaml, text/plain");
            case SSE -> lines.add("Accept: text/event-stream");
            case WEBSOCKET ->
                    lines.addAll(
                            List.of(
                                    "Connection: Upgrade",
                                    "Upgrade: websocket",
                                    "Sec-WebSocket-Version: 13",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        }
        if (!contentType.isEmpty()) {
            lines.add("Content-Type: " + contentType);
        }
        if (content.length > 0 || !method().equals("GET")) {
            lines.add("Content-Length: " + content.length);
        }
        try (RawWebSocket client = new RawWebSocket(port, 0)) {
            client.send(RawWebSocket.request(lines));
            client.send(content);
            return client.readHead().status();
        }
    }
}
