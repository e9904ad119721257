package dev.wardcast.sessions.upload;

import static dev.wardcast.sessions.SessionsNode.SESSIONS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.sessions.Recording;
import dev.wardcast.sessions.SessionsNode;
import dev.wardcast.sessions.SessionsProcess;
import dev.wardcast.testsupport.AccessWorld;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.TestServers;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service in a process that has much less memory than the recording is long. */
class HugeUploadTest {

    private static final long BYTES = 500_000_000;

    @TempDir Path directory;

    @Test
    void half_a_gigabyte_is_taken_and_processed_with_64_megabytes_of_heap() throws Exception {
        try (AccessWorld world = new AccessWorld(TestServers.redisUrl());
                HttpClient client = HttpClient.newHttpClient();
                SessionsProcess service =
                        new SessionsProcess(
                                directory,
                                TestServers.freshDatabaseUrl(),
                                world,
                                "-Xmx64m",
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+ExitOnOutOfMemoryError")) {
            String patient = world.patient();
            Person therapist = world.therapistOf(patient);
            URI base = URI.create("http://127.0.0.1:" + service.port());
            await().ignoreExceptions()
                    .until(() ->
                            status(client, base.resolve("/health/readiness"), therapist) == 200);
            InputStream form =
                    SessionsNode.joined(
                            List.of(
                                    SessionsNode.part("patient_id", patient),
                                    SessionsNode.part("audio", new Recording(BYTES)),
                                    SessionsNode.end()));
            HttpResponse<String> uploaded =
                    client.send(
                            HttpRequest.newBuilder(base.resolve(SESSIONS))
                                    .header("Authorization", "Bearer " + therapist.token())
                                    .header("Content-Type", SessionsNode.FORM)
                                    .POST(BodyPublishers.ofInputStream(() -> form))
                                    .build(),
                            BodyHandlers.ofString(UTF_8));
            assertEquals(201, uploaded.statusCode(), uploaded.body());
            String id = uploaded.body().replaceAll(".*\"session_id\":\"([^\"]+)\".*", "$1");
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() ->
                            status(client, base.resolve(SESSIONS + "/" + id + "/result"), therapist)
                                    == 200);
        }
    }

    private static int status(HttpClient client, URI uri, Person caller) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", "Bearer " + caller.token())
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
