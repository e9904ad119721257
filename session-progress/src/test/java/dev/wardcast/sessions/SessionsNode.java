package dev.wardcast.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AccessWorld.Published;
import dev.wardcast.testsupport.AuditTold;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.TestServers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The service with a directory of its own, and forms to post to it. */
public final class SessionsNode implements AutoCloseable {

    public static final String SESSIONS = "/api/sessions";
    public static final String FORM = "multipart/form-data; boundary=\"a; boundary\"";
    public static final int LONGEST = 8_000_000;

    private static final String BOUNDARY = "--a; boundary";

    private final String database;
    private final ServiceUnderTest service;
    private final Path audio;

    public SessionsNode(Path audio) {
        this(audio, TestServers.redisUrl());
    }

    /** With a Redis that a test may treat badly. */
    public SessionsNode(Path audio, String redisUrl) {
        this(audio, redisUrl, TestServers.freshDatabaseUrl(), Map.of());
    }

    /** That differs from the others in these settings. */
    public SessionsNode(Path audio, Map<String, Object> more) {
        this(audio, TestServers.redisUrl(), TestServers.freshDatabaseUrl(), more);
    }

    /** Another node beside this one. */
    public SessionsNode beside(Map<String, Object> more) {
        return new SessionsNode(audio, TestServers.redisUrl(), database, more);
    }

    private SessionsNode(Path audio, String redisUrl, String database, Map<String, Object> more) {
        this.audio = audio;
        this.database = database;
        Map<String, Object> settings = new HashMap<>();
        settings.put("wardcast.database-url", database);
        settings.put("wardcast.sessions.audio-dir", audio.toString());
        settings.put("wardcast.sessions.max-audio", LONGEST);
        // The tests report themselves, and look at every step.
        settings.put("wardcast.sessions.pipeline.work", false);
        settings.put("wardcast.sessions.events.pace", "0ms");
        settings.putAll(more);
        service = new ServiceUnderTest(redisUrl, settings);
    }

    public ServiceUnderTest service() {
        return service;
    }

    public String databaseUrl() {
        return database;
    }

    public AuditTold audit() {
        return new AuditTold(database);
    }

    public AccessWorld world() {
        return service.world();
    }

    /** A part of a form. */
    public static InputStream part(String name, InputStream content) {
        String head =
                BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
        return joined(List.of(text(head), content, text("\r\n")));
    }

    public static InputStream part(String name, String content) {
        return part(name, text(content));
    }

    public static InputStream end() {
        return text(BOUNDARY + "--\r\n");
    }

    public static InputStream joined(List<InputStream> streams) {
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    public static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** Posts a form of these parts, of a length that is not announced. */
    public Answer upload(Person caller, InputStream... parts) {
        InputStream body = joined(Stream.concat(Stream.of(parts), Stream.of(end())).toList());
        return service.post(caller, SESSIONS, FORM, BodyPublishers.ofInputStream(() -> body));
    }

    /** A new session of this patient. */
    public String session(String patient) {
        return session(patient, new Recording(20_000));
    }

    public String session(String patient, InputStream recording) {
        Answer answer =
                upload(
                        world().therapistOf(patient),
                        part("audio", recording),
                        part("patient_id", patient));
        assertEquals(201, answer.status(), () -> answer.body().toString());
        return answer.text("session_id");
    }

    public List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(audio)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    public Path file(String session) {
        return audio.resolve(session + ".wav");
    }

    /** The events of a session, once there are that many. */
    public List<Published> published(String session, int atLeast) {
        String room = "session:" + session;
        await().until(() -> world().published(room).size() >= atLeast);
        return world().published(room);
    }

    public static void assertProblem(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), () -> answer.body().toString());
        assertEquals(code, answer.text("code"));
        assertTrue(answer.contentType().startsWith("application/problem+json"));
    }

    @Override
    public void close() {
        service.close();
    }
}
