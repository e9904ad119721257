package dev.wardcast.kit.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.wardcast.kit.access.TokenVerifier.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a key set over real HTTP. */
class TokenKeysTest {

    private final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private volatile List<ECKey> published = List.of();
    private TokenKeys.Source source;
    private TokenVerifier verifier;

    TokenKeysTest() throws IOException {}

    @BeforeEach
    void start() throws Exception {
        server.createContext(
                "/jwks",
                exchange -> {
                    fetches.incrementAndGet();
                    JWKSet keys = new JWKSet(List.<JWK>copyOf(published));
                    byte[] body = keys.toString().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(published.isEmpty() ? 500 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        source =
                new TokenKeys.Source(
                        "http://localhost:" + server.getAddress().getPort() + "/jwks",
                        SSLContext.getDefault());
        verifier = new TokenVerifier(source.keys, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        source.close();
        server.stop(0);
    }

    @Test
    void a_new_key_is_found_by_the_first_token_that_names_it() throws JOSEException {
        ECKey old = key();
        ECKey next = key();
        published = List.of(old);
        assertInstanceOf(Verdict.Valid.class, verifier.verify(token(old)));
        published = List.of(old, next);

        assertInstanceOf(Verdict.Valid.class, verifier.verify(token(next)));
        assertInstanceOf(Verdict.Valid.class, verifier.verify(token(old)));
        assertEquals(2, fetches.get());
    }

    @Test
    void a_flood_of_made_up_keys_is_refused_without_a_flood_of_fetches() throws JOSEException {
        ECKey ours = key();
        published = List.of(ours);
        assertInstanceOf(Verdict.Valid.class, verifier.verify(token(ours)));
        for (int i = 0; i < 50; i++) {
            assertInstanceOf(Verdict.Invalid.class, verifier.verify(token(key())));
        }

        assertTrue(fetches.get() <= 4, fetches + " fetches");
        assertInstanceOf(Verdict.Valid.class, verifier.verify(token(ours)));
    }

    @Test
    void known_keys_outlive_an_outage_of_the_key_set() throws JOSEException {
        ECKey ours = key();
        published = List.of(ours);
        assertInstanceOf(Verdict.Valid.class, verifier.verify(token(ours)));
        published = List.of();

        assertInstanceOf(Verdict.Invalid.class, verifier.verify(token(key())));
        assertInstanceOf(Verdict.Valid.class, verifier.verify(token(ours)));
    }

    @Test
    void without_a_key_set_tokens_are_neither_trusted_nor_refused() throws JOSEException {
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(Verdict.Unknown.class, verifier.verify(token(key())));
        }
    }

    private static ECKey key() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    }

    private static String token(ECKey key) throws JOSEException {
        Date now = Date.from(Instant.now());
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        new JWTClaimsSet.Builder()
                                .issuer("wardcast")
                                .audience("wardcast")
                                .subject("u1")
                                .claim("name", "u1")
                                .claim("roles", List.of())
                                .jwtID("t1")
                                .issueTime(now)
                                .notBeforeTime(now)
                                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                                .build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }
}
