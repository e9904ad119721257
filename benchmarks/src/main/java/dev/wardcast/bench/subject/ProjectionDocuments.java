package dev.wardcast.bench.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What access-service would tell through Redis of patients, caregivers and devices. */
public final class ProjectionDocuments implements AutoCloseable {

    private static final String PREFIX = "wc:access:";

    private final StatefulRedisConnection<String, String> connection;
    private final List<RedisFuture<String>> written = new ArrayList<>();

    ProjectionDocuments(RedisClient redis) {
        connection = redis.connect();
    }

    public void patient(String id) {
        set("patient:" + id, "{\"hospitals\":[]}");
    }

    public void caregiver(String user, Collection<String> patients) {
        String grants =
                patients.stream()
                        .map("{\"patient_id\":\"%s\"}"::formatted)
                        .collect(Collectors.joining(","));
        set(
                "user:" + user,
                """
                {"status":"ACTIVE","roles":["CAREGIVER"],"caregiver_of":[%s],"therapist_of":[],\
                "hospitals":[]}\
                """
                        .formatted(grants));
    }

    public void therapist(String user, String patient) {
        user(user, "THERAPIST", "[\"" + patient + "\"]");
    }

    /** Who reports how far processing is. */
    public void pipeline(String user) {
        user(user, "PIPELINE", "[]");
    }

    private void user(String user, String role, String therapistOf) {
        set(
                "user:" + user,
                """
                {"status":"ACTIVE","roles":["%s"],"caregiver_of":[],"therapist_of":%s,\
                "hospitals":[]}\
                """
                        .formatted(role, therapistOf));
    }

    /** Bound to a patient, for whom it may post with its key. */
    public void device(String type, String id, String key, String patient) {
        String document =
                """
                {"status":"ACTIVE","id":"%s","type":"%s","patient_id":"%s"}\
                """
                        .formatted(id, type, patient);
        set("device:" + type + ":" + id, document);
        set("device-key:" + sha256Hex(key), document);
    }

    private void set(String key, String document) {
        written.add(connection.async().set(PREFIX + key, document));
    }

    private static String sha256Hex(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Says that all of them are there. */
    @Override
    public void close() {
        written.forEach(answer -> answer.toCompletableFuture().join());
        connection.sync().set(PREFIX + "ready", UUID.randomUUID().toString());
        connection.close();
    }
}
