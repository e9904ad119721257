package dev.wardcast.testsupport;

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
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What access-service would have made known, for the tests of other services: a key set, tokens
 * that are good with it, and documents about users and patients in Redis. Every id is new.
 */
public final class AccessWorld implements AutoCloseable {

    private static final String PREFIX = "wc:access:";
    private static final String KEY_SET_PATH = "/keys";

    private final RedisClient redis;
    private final StatefulRedisConnection<String, String> connection;
    private final ECKey key;
    private final HttpServer keys;

    /** Someone with a token. */
    public record Person(String id, String token) {}

    public AccessWorld(String redisUrl) {
        redis = RedisClient.create(redisUrl);
        connection = redis.connect();
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
            keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
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
        put("ready", UUID.randomUUID().toString());
    }

    public String jwksUrl() {
        return "http://127.0.0.1:" + keys.getAddress().getPort() + KEY_SET_PATH;
    }

    /** A patient in no hospital. */
    public String patient() {
        String id = "patient-" + UUID.randomUUID();
        put("patient:" + id, "{\"hospitals\":[]}");
        return id;
    }

    /** A session of this patient, as session-progress would have made it known. */
    public String session(String patient) {
        String id = UUID.randomUUID().toString();
        connection.sync().set("wc:session:" + id, "{\"patient_id\":\"%s\"}".formatted(patient));
        connection.sync().set("wc:sessions:ready", UUID.randomUUID().toString());
        return id;
    }

    /** An active user with these roles and nobody to care for. */
    public Person with(String... roles) {
        return person(List.of(roles), null, List.of(), List.of());
    }

    public Person patientThemself(String patient) {
        return person(List.of("PATIENT"), patient, List.of(), List.of());
    }

    public Person therapistOf(String... patients) {
        return person(List.of("THERAPIST"), null, List.of(), List.of(patients));
    }

    public Person caregiverOf(String... patients) {
        return person(List.of("CAREGIVER"), null, List.of(patients), List.of());
    }

    /** A patient who has a grant to other patients. */
    public Person patientAndCaregiver(String themself, String... others) {
        return person(List.of("PATIENT", "CAREGIVER"), themself, List.of(others), List.of());
    }

    private Person person(
            List<String> roles,
            @Nullable String patient,
            List<String> grants,
            List<String> treated) {
        String id = "user-" + UUID.randomUUID();
        put(
                "user:" + id,
                """
                {"status":"ACTIVE","roles":%s,%s"caregiver_of":%s,"therapist_of":%s,"hospitals":[]}\
                """
                        .formatted(
                                list(roles.stream().map(AccessWorld::quoted)),
                                patient == null ? "" : "\"patient\":" + quoted(patient) + ",",
                                list(grants.stream().map("{\"patient_id\":\"%s\"}"::formatted)),
                                list(treated.stream().map(AccessWorld::quoted))));
        return new Person(id, token(id, roles));
    }

    private String token(String subject, List<String> roles) {
        Instant now = Instant.now();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .subject(subject)
                        .issuer("wardcast")
                        .audience("wardcast")
                        .claim("name", subject)
                        .claim("roles", roles)
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(600)))
                        .build();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                        claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String list(Stream<String> items) {
        return items.collect(Collectors.joining(",", "[", "]"));
    }

    /** What was published to a room and is in its buffer, in its order. */
    public List<Published> published(String room) {
        return connection.sync().xrange("wc:{log0}:buffer:" + room, Range.unbounded()).stream()
                .map(entry -> Published.parse(entry.getBody().getOrDefault("e", "")))
                .toList();
    }

    /**
     * An event in a room's buffer.
     *
     * @param data JSON as it goes to clients
     */
    public record Published(String id, String type, String data) {
        private static Published parse(String stored) {
            String[] lines = stored.split("\n", 2);
            String[] header = lines[0].split(" ");
            return new Published(header[0], header[1], lines[1]);
        }
    }

    private void put(String key, String value) {
        connection.sync().set(PREFIX + key, value);
    }

    @Override
    public void close() {
        keys.stop(0);
        connection.close();
        redis.shutdown();
    }
}
