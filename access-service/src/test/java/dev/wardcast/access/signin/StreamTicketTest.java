package dev.wardcast.access.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.ScanArgs;
import io.micronaut.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("rawtypes")
class StreamTicketTest {

    private static final String PATH = "/api/v1/auth/stream-ticket";

    private final AccessServer server = AccessServer.shared();

    @Test
    void whoever_is_signed_in_gets_a_ticket_of_their_own() {
        String token = server.tokenOf("caregiver1");
        HttpResponse<Map> answer = server.post(PATH, token, "");
        assertEquals(200, answer.code());
        assertEquals(30, answer.body().get("expires_in"));
        assertEquals("no-store", answer.header("Cache-Control"));
        String ticket = (String) answer.body().get("ticket");
        assertTrue(ticket.matches("[A-Za-z0-9_-]{43}"), ticket);
        assertNotEquals(ticket, server.post(PATH, token, "").body().get("ticket"));
        assertEquals(401, server.post(PATH, null, "").code());
    }

    @Test
    void redis_knows_neither_the_ticket_nor_the_token() {
        String token = server.tokenOf("caregiver1");
        String ticket = (String) server.post(PATH, token, "").body().get("ticket");
        var redis = server.bean(RedisLink.class).commands();
        byte[] key = null;
        var cursor =
                redis.scan(ScanArgs.Builder.matches("wc:ticket:*").limit(10_000))
                        .toCompletableFuture()
                        .join();
        for (byte[] found : cursor.getKeys()) {
            String name = new String(found, StandardCharsets.UTF_8);
            assertTrue(!name.contains(ticket));
            key = found;
        }
        String value =
                new String(
                        redis.get(key).toCompletableFuture().join(), StandardCharsets.ISO_8859_1);
        assertTrue(!value.contains(token.substring(0, 20)));
        assertTrue(redis.ttl(key).toCompletableFuture().join() <= 30);
    }

    @Test
    void a_ticket_opens_nothing_but_streams() {
        String token = server.tokenOf("caregiver1");
        String ticket = (String) server.post(PATH, token, "").body().get("ticket");
        assertEquals(401, server.get("/api/v1/auth/me?ticket=" + ticket, null).code());
        assertEquals(401, server.post(PATH + "?ticket=" + ticket, null, "").code());
    }
}
