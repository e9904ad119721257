package dev.wardcast.access.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.wardcast.access.AccessServer;
import dev.wardcast.access.keys.KeyRing;
import io.micronaut.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the running service, with its own key where the attack needs one. */
class TokenAttacksTest {

    private final AccessServer server = AccessServer.shared();
    private final ECKey key = server.bean(KeyRing.class).toSignWith();

    @Test
    void a_token_made_in_our_way_is_taken() throws Exception {
        assertEquals(200, answer(signed(c -> c)).code());
    }

    @Test
    void no_algorithm_is_refused() {
        assertRefused(new PlainJWT(claims().build()).serialize());
    }

    @Test
    void hmac_with_the_public_key_is_refused() throws Exception {
        byte[] published = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertRefused(sign(JWSAlgorithm.HS256, key.getKeyID(), new MACSigner(published)));
    }

    @Test
    void a_foreign_key_is_refused_under_our_kid_and_under_its_own() throws Exception {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        assertRefused(sign(JWSAlgorithm.ES256, key.getKeyID(), new ECDSASigner(foreign)));
        for (int i = 0; i < 5; i++) {
            String kid = UUID.randomUUID().toString();
            assertRefused(sign(JWSAlgorithm.ES256, kid, new ECDSASigner(foreign)));
        }
        assertEquals(200, answer(signed(c -> c)).code());
    }

    @Test
    void another_issuer_and_audience_are_refused() throws Exception {
        assertRefused(signed(c -> c.issuer("https://wardcast")));
        assertRefused(signed(c -> c.audience("wardcast2")));
    }

    @Test
    void expired_and_future_tokens_are_refused() throws Exception {
        assertRefused(signed(c -> c.expirationTime(in(-10))));
        assertRefused(signed(c -> c.notBeforeTime(in(60))));
    }

    @Test
    void a_token_that_ended_a_moment_ago_is_worth_an_answer_and_no_ticket() throws Exception {
        String over =
                signed(c -> c.issueTime(in(-60)).notBeforeTime(in(-60)).expirationTime(in(-1)));
        assertEquals(200, answer(over).code());
        assertEquals(401, server.post("/api/v1/auth/stream-ticket", over, "").code());
        String valid = signed(c -> c);
        assertEquals(200, server.post("/api/v1/auth/stream-ticket", valid, "").code());
    }

    @Test
    void truncated_and_oversized_tokens_are_refused() throws Exception {
        String token = signed(c -> c);
        assertRefused(token.substring(0, token.length() - 2));
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
        assertRefused(signed(c -> c.claim("more", "x".repeat(4_096))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-knows-me", "*", "admin "})
    void a_token_for_no_user_of_ours_is_refused(String subject) throws Exception {
        assertRefused(signed(c -> c.subject(subject)));
    }

    @Test
    void a_role_that_the_user_does_not_have_is_worth_nothing() throws Exception {
        String token = signed(c -> c.subject("caregiver2"));
        assertEquals(403, server.post("/api/v1/patients", token, Map.of()).code());
        assertEquals(List.of(), answer(token).body().get("roles"));
    }

    private void assertRefused(String token) {
        HttpResponse<?> refused = answer(token);
        assertEquals(401, refused.code());
        assertEquals("Bearer", refused.header("WWW-Authenticate"));
        assertEquals("application/problem+json", refused.getContentType().orElseThrow().getName());
    }

    @SuppressWarnings("rawtypes")
    private HttpResponse<Map> answer(String token) {
        return server.get("/api/v1/auth/me", token);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("wardcast")
                .audience("wardcast")
                .subject("admin")
                .claim("name", "admin")
                .claim("roles", List.of("ADMIN"))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(in(0))
                .notBeforeTime(in(0))
                .expirationTime(in(60));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return sign(
                JWSAlgorithm.ES256, key.getKeyID(), new ECDSASigner(key), change.apply(claims()));
    }

    private static String sign(JWSAlgorithm algorithm, String kid, JWSSigner signer)
            throws Exception {
        return sign(algorithm, kid, signer, claims());
    }

    private static String sign(
            JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet.Builder claims)
            throws Exception {
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }
}
