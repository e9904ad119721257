package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.local.LocalStack;
import dev.wardcast.testsupport.TestCertificate;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnderTlsTest {

    @TempDir private Path directory;

    @Test
    void the_whole_stack_runs_under_tls_and_its_services_find_each_other() throws Exception {
        TestCertificate certificate = TestCertificate.make(directory);
        Map<String, Object> settings = new TreeMap<>(certificate.settings(directory));
        settings.put("wardcast.tls.trust", settings.get("wardcast.tls.certificate"));
        settings.forEach((key, value) -> System.setProperty(key, value.toString()));
        try (LocalStack stack =
                        new LocalStack(
                                new LocalStack.Options(
                                        Processes.freePort(),
                                        directory.resolve("data"),
                                        null,
                                        null,
                                        true));
                HttpClient client =
                        HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
            stack.start(line -> {});
            assertTrue(stack.url().startsWith("https://"), stack.url());
            HttpResponse<String> signedIn =
                    client.send(
                            HttpRequest.newBuilder(URI.create(stack.url() + "/api/v1/auth/login"))
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "{\"username\":\"caregiver1\",\"password\":\"demo\"}"))
                                    .build(),
                            BodyHandlers.ofString());
            assertEquals(200, signedIn.statusCode(), signedIn.body());
            String token = Person.json(signedIn.body()).get("access_token").getStringValue();

            // The gateway asks for the keys that this token is checked with.
            HttpResponse<InputStream> stream =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    stack.url()
                                                            + "/api/v1/caregivers/alerts/stream"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            BodyHandlers.ofInputStream());
            assertEquals(200, stream.statusCode());
            assertEquals(HttpClient.Version.HTTP_2, stream.version());
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertTrue(lines.readLine().startsWith("retry: "));
            }
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }
}
