package dev.wardcast.kit.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import org.junit.jupiter.api.Test;

class HandshakeTest {

    private static MutableHttpRequest<?> upgrade() {
        return HttpRequest.GET("/ws")
                .header("Upgrade", "WebSocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    private static ProblemException refusal(HttpRequest<?> request) {
        return assertThrows(ProblemException.class, () -> Handshake.of(request, true));
    }

    @Test
    void the_key_of_the_rfcs_example_is_answered_as_there() {
        // RFC 6455, 1.3.
        assertEquals(
                new Handshake("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", false),
                Handshake.of(upgrade(), true));
    }

    @Test
    void a_refusal_says_what_would_be_accepted() {
        ProblemException refusal = refusal(HttpRequest.GET("/ws"));
        assertEquals(426, refusal.status().getCode());
        assertEquals("websocket", refusal.headers().get("Upgrade"));
        assertEquals("13", refusal.headers().get("Sec-WebSocket-Version"));
    }

    @Test
    void a_key_has_sixteen_bytes() {
        for (String key : new String[] {"", "???", "c2hvcnQ="}) {
            MutableHttpRequest<?> request = upgrade();
            request.getHeaders().set("Sec-WebSocket-Key", key);
            assertEquals(400, refusal(request).status().getCode());
        }
    }

    @Test
    void compression_is_agreed_to_only_where_it_is_switched_on_and_can_be_kept() {
        assertTrue(offering("permessage-deflate; client_max_window_bits", true));
        assertFalse(offering("permessage-deflate; client_max_window_bits", false));
        assertFalse(offering("permessage-deflate; server_max_window_bits=10", true));
        assertFalse(offering("permessage-deflate; client_max_window_bits=7", true));
        assertFalse(offering(";;,,==permessage-deflate", true));
    }

    private static boolean offering(String extensions, boolean mayDeflate) {
        return Handshake.of(upgrade().header("Sec-WebSocket-Extensions", extensions), mayDeflate)
                .deflated();
    }
}
