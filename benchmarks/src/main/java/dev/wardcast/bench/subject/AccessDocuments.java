package dev.wardcast.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/**
 * In place of access-service: a key set over HTTP, and in Redis a document for each patient and for
 * each client, who is a caregiver of one patient and has a token of their own.
 */
public final class AccessDocuments implements AutoCloseable {

    private static final String KEY_SET_PATH = "/keys";

    /** Longer than any benchmark: a stream ends with its token. */
    private static final Duration VALID = Duration.ofHours(6);

    private final RedisClient redis;
    private final ECKey key;
    private final JWSSigner signer;
    private final HttpServer keys;

    public AccessDocuments(String redisUrl) {
        redis = RedisClient.create(redisUrl);
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
            signer = new ECDSASigner(key);
            keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] keySet = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
        keys.createContext(
                KEY_SET_PATH,
                exchange -> {
                    exchange.sendResponseHeaders(200, keySet.length);
                    exchange.getResponseBody().write(keySet);
                    exchange.close();
                });
        keys.start();
    }

    String keySetUrl() {
        return "http://127.0.0.1:" + keys.getAddress().getPort() + KEY_SET_PATH;
    }

    static String patient(int room) {
        return "bench-" + room;
    }

    void write(int users, int rooms) {
        try (ProjectionDocuments documents = projection()) {
            for (int room = 0; room < rooms; room++) {
                documents.patient(patient(room));
            }
            for (int user = 0; user < users; user++) {
                documents.caregiver(user(user), List.of(patient(user % rooms)));
            }
        }
    }

    /** To be closed when everybody is written: only then do services believe it. */
    public ProjectionDocuments projection() {
        return new ProjectionDocuments(redis);
    }

    private static String user(int number) {
        return "bench-user-" + number;
    }

    String token(int user) {
        return token(user(user));
    }

    /** Of a caregiver. */
    public String token(String user) {
        return token(user, "CAREGIVER");
    }

    public String token(String user, String role) {
        Instant now = Instant.now();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .subject(user)
                        .issuer("wardcast")
                        .audience("wardcast")
                        .claim("name", user)
                        .claim("roles", List.of(role))
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(VALID)))
                        .build();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        keys.stop(0);
        redis.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
