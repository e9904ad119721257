package dev.wardcast.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.access.Digests;
import dev.wardcast.kit.access.ProjectionKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What access-service would have made known: a key set, and a projection in Redis. */
public final class AccessWorld implements AutoCloseable {

    private final RedisLink link;
    private final ECKey key;
    private final HttpServer jwks;

    public AccessWorld(RedisLink link) {
        this.link = link;
        try {
            this.key = new ECKeyGenerator(Curve.P_256).keyID("test-key").generate();
            this.jwks =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        byte[] keySet = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
        jwks.createContext(
                "/jwks.json",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, keySet.length);
                    exchange.getResponseBody().write(keySet);
                    exchange.close();
                });
        jwks.start();
        ready();
    }

    public void ready() {
        set(ProjectionKeys.READY, UUID.randomUUID().toString());
    }

    public String jwksUrl() {
        return "http://127.0.0.1:" + jwks.getAddress().getPort() + "/jwks.json";
    }

    /** Registers a patient in {@code hospital-1}. */
    public void patient(String id) {
        patientIn(id, "hospital-1");
    }

    public void patientIn(String id, String hospital) {
        set(ProjectionKeys.patient(id), "{\"hospitals\":[\"" + hospital + "\"]}");
    }

    /** Registers a device. Returns its key. */
    public String deviceKey(String patientId) {
        return deviceKey(patientId, "ACTIVE");
    }

    public String deviceKey(String patientId, String status) {
        String secret = "key-" + UUID.randomUUID();
        setKey(secret, patientId, status);
        return secret;
    }

    /** The key counts no more, and everybody is told. */
    public void revoke(String secret, String patientId) {
        setKey(secret, patientId, "REVOKED");
        announce("device:monitor:m-1");
    }

    /** Says that something changed, as access-service does. */
    public void announce(String change) {
        link.commands()
                .publish(ProjectionKeys.CHANGES.getBytes(UTF_8), change.getBytes(UTF_8))
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }

    private void setKey(String secret, String patientId, String status) {
        String document =
                "{\"status\":\"%s\",\"id\":\"m-1\",\"type\":\"monitor\",\"patient_id\":\"%s\"}"
                        .formatted(status, patientId);
        set(ProjectionKeys.deviceKey(Digests.sha256Hex(secret.getBytes(UTF_8))), document);
    }

    /** Registers a device that has a key of its own, whichever that is. */
    public void device(String id, String patientId) {
        set(
                ProjectionKeys.device("monitor:" + id),
                "{\"status\":\"ACTIVE\",\"id\":\"%s\",\"type\":\"monitor\",\"patient_id\":\"%s\"}"
                        .formatted(id, patientId));
    }

    /** Registers a user with that role in {@code hospital-1}. Returns a token. */
    public String token(String role) {
        String user = "u-" + UUID.randomUUID();
        set(
                ProjectionKeys.user(user),
                """
                {"status":"ACTIVE","roles":["%s"],"patient":null,"caregiver_of":[],\
                "therapist_of":[],"hospitals":["hospital-1"]}\
                """
                        .formatted(role));
        Instant now = Instant.now();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .subject(user)
                        .claim("name", user)
                        .claim("roles", List.of(role))
                        .jwtID(UUID.randomUUID().toString())
                        .issuer("wardcast")
                        .audience("wardcast")
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(600)))
                        .build();
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    private void set(String name, String value) {
        link.commands()
                .set(name.getBytes(UTF_8), value.getBytes(UTF_8))
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        jwks.stop(0);
    }
}
