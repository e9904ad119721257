package dev.wardcast.alerts.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import dev.wardcast.alerts.db.Database;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.access.ProjectionKeys;
import dev.wardcast.testsupport.TestServers;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running alert service, people with tokens, and patients with devices. */
final class Hospital implements AutoCloseable {

    private final ECKey key;
    private final HttpServer keys;
    private final EmbeddedServer service;
    private final HttpClient client = HttpClient.newHttpClient();
    final RedisLink redis;

    /** What vitals-ingest answers when it is asked for a patient's history. */
    volatile Function<URI, String> history = uri -> "{\"items\":[]}";

    /** What it was asked, and by whose token. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    record Answer(int status, JsonNode body, String contentType) {}

    Hospital() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        byte[] keySet = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
        keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keys.createContext(
                "/keys",
                exchange -> {
                    exchange.sendResponseHeaders(200, keySet.length);
                    exchange.getResponseBody().write(keySet);
                    exchange.close();
                });
        keys.createContext(
                "/api/v1/patients/",
                exchange -> {
                    asked.add(
                            exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization"));
                    byte[] page = history.apply(exchange.getRequestURI()).getBytes(UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        keys.start();
        service =
                ApplicationContext.run(
                        EmbeddedServer.class,
                        Map.of(
                                "micronaut.server.port",
                                "-1",
                                "wardcast.database-url",
                                TestServers.freshDatabaseUrl(),
                                "wardcast.redis-url",
                                TestServers.redisUrl(),
                                "wardcast.alerts.vitals-url",
                                "http://127.0.0.1:" + keys.getAddress().getPort(),
                                "wardcast.jwks-url",
                                "http://127.0.0.1:" + keys.getAddress().getPort() + "/keys"));
        redis = service.getApplicationContext().getBean(RedisLink.class);
        put(ProjectionKeys.READY, "test");
    }

    String patient() throws Exception {
        String id = "patient-" + UUID.randomUUID();
        put(ProjectionKeys.patient(id), "{\"hospitals\":[]}");
        return id;
    }

    /** Admits a new patient to a hospital with these people; none of them is a caregiver. */
    String patientOf(String hospitalId, String... staffTokens) throws Exception {
        String id = "patient-" + UUID.randomUUID();
        put(ProjectionKeys.patient(id), "{\"hospitals\":[\"%s\"]}".formatted(hospitalId));
        String users =
                Stream.of(staffTokens)
                        .map(token -> "\"" + idOf(token) + "\"")
                        .collect(Collectors.joining(","));
        put(
                ProjectionKeys.people("hospital:" + hospitalId),
                "{\"users\":[%s],\"patients\":[\"%s\"]}".formatted(users, id));
        return id;
    }

    String staffOf(String hospitalId, String role) throws Exception {
        return user(List.of(role), null, "", "\"" + hospitalId + "\"");
    }

    /** Somebody with a role at a hospital who cares for a patient at home. */
    String staffWhoCaresFor(String patient, String hospitalId, String role) throws Exception {
        return user(
                List.of(role, "CAREGIVER"),
                null,
                "{\"patient_id\":\"%s\"}".formatted(patient),
                "\"" + hospitalId + "\"");
    }

    static String idOf(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getSubject();
        } catch (ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A token of a new user. */
    String caregiverOf(String... patients) throws Exception {
        String grants =
                Stream.of(patients)
                        .map("{\"patient_id\":\"%s\"}"::formatted)
                        .collect(Collectors.joining(","));
        return user("CAREGIVER", null, grants);
    }

    String patientThemself(String patient) throws Exception {
        return user("PATIENT", patient, "");
    }

    String withRole(String role) throws Exception {
        return user(role, null, "");
    }

    private String user(String role, String patient, String grants) throws Exception {
        return user(List.of(role), patient, grants, "");
    }

    private String user(List<String> roles, String patient, String grants, String hospitals)
            throws Exception {
        String id = "user-" + UUID.randomUUID();
        put(
                ProjectionKeys.user(id),
                """
                {"status":"ACTIVE","roles":[%s],%s"caregiver_of":[%s],"therapist_of":[],"hospitals":[%s]}
                """
                        .formatted(
                                roles.stream()
                                        .map("\"%s\""::formatted)
                                        .collect(Collectors.joining(",")),
                                patient == null ? "" : "\"patient\":\"" + patient + "\",",
                                grants,
                                hospitals));
        Instant now = Instant.now();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("test").build(),
                        new JWTClaimsSet.Builder()
                                .subject(id)
                                .issuer("wardcast")
                                .audience("wardcast")
                                .claim("name", id)
                                .claim("roles", roles)
                                .jwtID(UUID.randomUUID().toString())
                                .issueTime(Date.from(now))
                                .notBeforeTime(Date.from(now))
                                .expirationTime(Date.from(now.plusSeconds(600)))
                                .build());
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    /** The patient's device measures these heart rates, now. */
    void measure(String patient, double... heartRates) throws Exception {
        SampleQueue queue = service.getApplicationContext().getBean(SampleQueue.class);
        for (double bpm : heartRates) {
            Instant now = Instant.now();
            queue.append(
                            SampleQueue.partitionOf(patient),
                            List.of(
                                    new Sample(
                                            "monitor",
                                            "device-1",
                                            patient,
                                            VitalType.HEART_RATE,
                                            List.of(bpm),
                                            now,
                                            now,
                                            OptionalLong.empty())))
                    .toCompletableFuture()
                    .get();
        }
    }

    Answer get(String token, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token));
    }

    Answer anonymous(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    /**
     * @param body JSON, or empty for none
     */
    Answer post(String token, String path, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return send(request);
    }

    /**
     * @param ifMatch the version that is expected, or empty
     */
    Answer put(String token, String path, String ifMatch, String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body));
        if (!ifMatch.isEmpty()) {
            request.header("If-Match", ifMatch);
        }
        return send(request);
    }

    Answer delete(String token, String path) throws Exception {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + token)
                        .DELETE());
    }

    Answer send(String token, String method, String path, String body) throws Exception {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        JsonMapper json = service.getApplicationContext().getBean(JsonMapper.class);
        return new Answer(
                response.statusCode(),
                response.body().startsWith("{")
                        ? json.readValue(response.body(), JsonNode.class)
                        : JsonNode.nullNode(),
                response.headers().firstValue("Content-Type").orElse(""));
    }

    private URI uri(String path) {
        return URI.create(service.getURL() + path);
    }

    private void put(String key, String value) throws Exception {
        RedisLink link = RedisLink.connect(TestServers.redisUrl());
        try (link) {
            link.commands()
                    .set(key.getBytes(UTF_8), value.strip().getBytes(UTF_8))
                    .toCompletableFuture()
                    .get();
        }
    }

    JsonNode json(String text) throws IOException {
        return service.getApplicationContext()
                .getBean(JsonMapper.class)
                .readValue(text, JsonNode.class);
    }

    /** What the service's own connections say of a statement that fails. */
    String databaseError(String sql) {
        Database alerts =
                service.getApplicationContext()
                        .getBean(Database.class, Qualifiers.byName("alerts"));
        return assertThrows(
                        SQLException.class,
                        () ->
                                alerts.read(connection -> {
                                    try (Statement statement = connection.createStatement()) {
                                        return statement.execute(sql);
                                    }
                                }))
                .toString();
    }

    @Override
    public void close() {
        service.stop();
        service.getApplicationContext().close();
        keys.stop(0);
    }
}
