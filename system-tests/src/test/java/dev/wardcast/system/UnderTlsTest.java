package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.local.LocalStack;
import dev.wardcast.local.doctor.DoctorCommand;
import dev.wardcast.testsupport.TestCertificate;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
            doctorBelievesOnly(certificate(settings), stack.url());

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

    private static String certificate(Map<String, Object> settings) {
        return settings.get("wardcast.tls.certificate").toString();
    }

    private void doctorBelievesOnly(String authority, String url) {
        String readiness = "readiness of " + url;
        String trusting = doctor("--ca", authority);
        assertTrue(trusting.matches("(?s).*ok +" + readiness + ".*"), trusting);
        String strict = doctor();
        assertTrue(strict.matches("(?s).*failure +" + readiness + ".*"), strict);
    }

    /** Of the stack that runs here. */
    private String doctor(String... options) {
        StringWriter told = new StringWriter();
        CommandLine command = new CommandLine(new DoctorCommand());
        command.setOut(new PrintWriter(told));
        command.setErr(new PrintWriter(told));
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--data", directory.resolve("data").toString()));
        command.execute(arguments.toArray(String[]::new));
        return told.toString();
    }
}
