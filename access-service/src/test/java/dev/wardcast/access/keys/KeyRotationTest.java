package dev.wardcast.access.keys;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import dev.wardcast.access.AccessServer;
import dev.wardcast.testsupport.TestServers;
import io.micronaut.http.HttpResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a server of its own, because it changes what all tokens are signed with. */
@SuppressWarnings({"rawtypes", "unchecked"})
class KeyRotationTest {

    private static final String PATH = "/api/v1/signing-keys";

    private final String databaseUrl = TestServers.freshDatabaseUrl();
    private AccessServer server = AccessServer.start(TestServers.redisUrl(), databaseUrl);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_new_key_is_published_before_it_is_used_and_then_signs_without_a_restart() {
        String admin = server.tokenOf("admin");
        String first = kidOf(admin);
        Instant soon = Instant.now().plusMillis(1_500);
        HttpResponse<Map> added = server.post(PATH, admin, Map.of("usable_from", soon.toString()));

        assertEquals(201, added.code());
        String second = (String) added.body().get("kid");
        assertEquals("upcoming", added.body().get("state"));
        assertEquals(List.of(second, first), published());
        assertEquals(first, kidOf(server.tokenOf("nurse1")));

        await().atMost(TOLD).until(() -> kidOf(server.tokenOf("nurse1")).equals(second));
        // What the old one signed is good until its own end.
        assertEquals(200, server.get("/api/v1/auth/me", admin).code());
        assertEquals(List.of("current", "previous"), states(admin));
        assertEquals(List.of(second, first), published());
    }

    @Test
    void a_withdrawn_key_is_worth_nothing_once_told_and_another_signs_at_once() {
        String before = server.tokenOf("admin");
        String kid = kidOf(before);
        assertEquals(204, server.delete(PATH + "/" + kid, before).code());

        await().atMost(TOLD).until(() -> server.get("/api/v1/auth/me", before).code() == 401);
        assertFalse(published().contains(kid));
        String after = server.tokenOf("admin");
        assertNotEquals(kid, kidOf(after));
        await().until(() -> server.get("/api/v1/auth/me", after).code() == 200);
        assertEquals(404, server.delete(PATH + "/" + kid, after).code());
        assertEquals(404, server.delete(PATH + "/nothing", after).code());
    }

    @Test
    void an_old_key_is_replaced_by_itself_once_and_with_notice() {
        String admin = server.tokenOf("admin");
        server.execute("UPDATE signing_keys SET usable_from = now() - interval '31 days'");
        SigningKeys keys = server.bean(SigningKeys.class);
        for (int i = 0; i < 3; i++) {
            server.bean(KeyRotation.class).rotate();
        }
        assertEquals(List.of("upcoming", "current"), states(admin));
        assertTrue(keys.current().getFirst().usableFrom().isAfter(Instant.now().plusSeconds(500)));
    }

    @Test
    void keys_are_for_admins_and_their_private_parts_for_nobody() {
        assertEquals(401, server.get(PATH, null).code());
        assertEquals(403, server.get(PATH, server.tokenOf("doctor1")).code());
        assertEquals(403, server.post(PATH, server.tokenOf("nurse1"), Map.of()).code());
        String admin = server.tokenOf("admin");
        Map key = (Map) ((List) server.get(PATH, admin).body().get("items")).getFirst();
        assertEquals(java.util.Set.of("kid", "state", "usable_from"), key.keySet());
        for (String when : List.of("2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z")) {
            HttpResponse<Map> refused = server.post(PATH, admin, Map.of("usable_from", when));
            assertEquals(400, refused.code());
            assertTrue(refused.body().get("detail").toString().startsWith("usable_from: "));
        }
    }

    @Test
    void private_keys_are_encrypted_once_there_is_a_key_for_that() {
        String token = server.tokenOf("admin");
        server.close();
        String kek = Base64.getEncoder().encodeToString(new byte[32]);
        server =
                AccessServer.start(
                        TestServers.redisUrl(),
                        databaseUrl,
                        Map.of("wardcast.access.key-encryption-key", kek));
        server.bean(KeyRotation.class).rotate();

        List<SigningKeyRow> rows = server.bean(SigningKeyTable.class).current();
        assertTrue(rows.getFirst().jwk().startsWith("aes-256-gcm:"), "encrypted");
        assertEquals(kidOf(token), kidOf(server.tokenOf("admin")));
    }

    private List<String> published() {
        List<Map> keys = (List) server.get("/.well-known/jwks.json", null).body().get("keys");
        return keys.stream().map(key -> (String) key.get("kid")).toList();
    }

    private List<String> states(String admin) {
        List<Map> keys = (List) server.get(PATH, admin).body().get("items");
        return keys.stream().map(key -> (String) key.get("state")).toList();
    }

    private static String kidOf(String token) {
        try {
            return SignedJWT.parse(token).getHeader().getKeyID();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }
}
