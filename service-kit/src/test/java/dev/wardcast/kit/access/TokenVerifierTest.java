package dev.wardcast.kit.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.wardcast.kit.access.TokenVerifier.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    private final TokenVerifier verifier =
            new TokenVerifier(new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), CLOCK);

    TokenVerifierTest() throws JOSEException {}

    @Test
    void a_token_of_ours_names_its_caller() throws JOSEException {
        Verdict verdict = verifier.verify(signed(claims -> {}));

        assertEquals(
                new Caller(
                        "u1", "Ursula", Set.of(Role.NURSE), "t1", NOW.plusSeconds(900), "s1", "k1"),
                assertInstanceOf(Verdict.Valid.class, verdict).caller());
    }

    @Test
    void an_unsigned_token_is_refused() {
        assertRefused(new PlainJWT(claims().build()).serialize());
    }

    @Test
    void a_token_signed_by_hmac_with_our_public_key_is_refused() throws Exception {
        for (byte[] secret :
                List.of(
                        key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
                        key.toECPublicKey().getEncoded())) {
            assertRefused(signed(JWSAlgorithm.HS256, "k1", new MACSigner(secret), claims()));
        }
    }

    @Test
    void a_token_of_another_key_is_refused_whatever_key_it_names() throws JOSEException {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("k2").generate();
        assertRefused(signed(JWSAlgorithm.ES256, "k1", new ECDSASigner(foreign), claims()));
        assertRefused(signed(JWSAlgorithm.ES256, "k2", new ECDSASigner(foreign), claims()));
        assertRefused(signed(JWSAlgorithm.ES256, null, new ECDSASigner(key), claims()));
    }

    @Test
    void a_key_that_the_token_brings_along_is_not_believed() throws JOSEException {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID("k1")
                                .jwk(foreign.toPublicJWK())
                                .build(),
                        claims().build());
        jwt.sign(new ECDSASigner(foreign));
        assertRefused(jwt.serialize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "name", "roles", "jti", "iat", "nbf", "exp"})
    void a_token_that_lacks_a_claim_is_refused(String claim) throws JOSEException {
        assertRefused(signed(claims -> claims.claim(claim, null)));
    }

    @Test
    void a_token_of_another_issuer_or_for_another_audience_is_refused() throws JOSEException {
        assertRefused(signed(claims -> claims.issuer("elsewhere")));
        assertRefused(signed(claims -> claims.audience("elsewhere")));
    }

    @Test
    void a_token_counts_from_its_beginning_to_its_end_give_or_take_five_seconds()
            throws JOSEException {
        assertRefused(signed(claims -> claims.expirationTime(at(-6))));
        assertRefused(signed(claims -> claims.notBeforeTime(at(6))));
        assertAccepted(signed(claims -> claims.expirationTime(at(-4))));
        assertAccepted(signed(claims -> claims.notBeforeTime(at(4))));
        assertRefused(signed(claims -> claims.issueTime(at(6))));
        assertAccepted(signed(claims -> claims.issueTime(at(4))));
    }

    @Test
    void claims_of_the_wrong_kind_are_refused() throws JOSEException {
        assertRefused(signed(claims -> claims.claim("roles", "ADMIN")));
        assertRefused(signed(claims -> claims.claim("roles", List.of(1))));
        assertRefused(signed(claims -> claims.claim("exp", "tomorrow")));
        assertRefused(signed(claims -> claims.subject("../u1")));
        assertRefused(signed(claims -> claims.subject("")));
        assertRefused(signed(claims -> claims.claim("sid", "a:b")));
        assertRefused(signed(claims -> claims.claim("sid", 7)));
    }

    @Test
    void a_claim_that_is_there_twice_is_refused() throws JOSEException {
        String once = claims().build().toString();
        assertAccepted(signedText(once));
        assertRefused(signedText(once.replaceFirst("\\{", "{\"sub\":\"u0\",")));
        assertRefused(signedText(once.replaceFirst("}$", ",\"roles\":[\"ADMIN\"]}")));
    }

    @Test
    void a_token_that_was_cut_or_changed_is_refused() throws JOSEException {
        String token = signed(claims -> {});
        for (int length = 0; length < token.length(); length += 7) {
            assertRefused(token.substring(0, length));
        }
        int payload = token.indexOf('.') + 5;
        char other = token.charAt(payload) == 'A' ? 'B' : 'A';
        assertRefused(token.substring(0, payload) + other + token.substring(payload + 1));
    }

    @Test
    void a_signature_of_zeros_is_refused() throws JOSEException {
        String token = signed(claims -> {});
        String zeros = Base64URL.encode(new byte[64]).toString();
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1) + zeros);
    }

    @Test
    void a_token_of_more_than_4096_characters_is_refused_before_it_is_parsed()
            throws JOSEException {
        String token = signed(claims -> claims.claim("more", "x".repeat(4_096)));
        assertEquals(new Verdict.Invalid("too long"), verifier.verify(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "....", "e30.e30.e30", "{}", "\u0000"})
    void rubbish_is_refused(String rubbish) {
        assertRefused(rubbish);
    }

    @Test
    void without_any_keys_a_token_is_neither_trusted_nor_refused() throws JOSEException {
        TokenVerifier keyless =
                new TokenVerifier(
                        (selector, context) -> {
                            throw new KeySourceException("away");
                        },
                        CLOCK);
        assertInstanceOf(Verdict.Unknown.class, keyless.verify(signed(claims -> {})));
    }

    private void assertRefused(String token) {
        assertInstanceOf(Verdict.Invalid.class, verifier.verify(token));
    }

    private void assertAccepted(String token) {
        assertInstanceOf(Verdict.Valid.class, verifier.verify(token));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("wardcast")
                .audience("wardcast")
                .subject("u1")
                .claim("name", "Ursula")
                .claim("roles", List.of("NURSE"))
                .jwtID("t1")
                .claim("sid", "s1")
                .issueTime(at(0))
                .notBeforeTime(at(0))
                .expirationTime(at(900));
    }

    private static Date at(int seconds) {
        return Date.from(NOW.plusSeconds(seconds));
    }

    private String signed(Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        return signed(JWSAlgorithm.ES256, "k1", new ECDSASigner(key), claims);
    }

    private static String signed(
            JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet.Builder claims)
            throws JOSEException {
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    /** Signs a payload as it is, which the library's own builder would tidy up. */
    private String signedText(String payload) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build();
        String input = header.toBase64URL() + "." + Base64URL.encode(payload);
        Base64URL signature =
                new ECDSASigner(key).sign(header, input.getBytes(StandardCharsets.UTF_8));
        return input + "." + signature;
    }
}
