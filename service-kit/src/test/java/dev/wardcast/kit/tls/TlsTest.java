package dev.wardcast.kit.tls;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static java.net.http.HttpClient.Version.HTTP_2;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.web.KitServer;
import dev.wardcast.testsupport.TestCertificate;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    @TempDir private Path directory;

    @Test
    void under_tls_the_client_chooses_between_both_versions_of_http() throws Exception {
        TestCertificate certificate = TestCertificate.make(directory);
        try (KitServer server = new KitServer(certificate.settings(directory))) {
            assertEquals("https", server.uri("/").getScheme());
            try (HttpClient two = KitServer.client(HTTP_2, certificate.trusting())) {
                HttpResponse<String> answer = server.get(two, "/test/open");
                assertEquals(HTTP_2, answer.version());
                assertEquals("{\"ward\":\"7\"}", answer.body());
                assertEquals(
                        "max-age=31536000",
                        answer.headers().firstValue("Strict-Transport-Security").orElseThrow());
            }
            try (HttpClient one = KitServer.client(HTTP_1_1, certificate.trusting())) {
                assertEquals(HTTP_1_1, server.get(one, "/test/open").version());
            }
        }
    }

    @Test
    void a_renewed_certificate_is_shown_to_whoever_connects_next() throws Exception {
        TestCertificate first = TestCertificate.make(directory);
        TestCertificate second = TestCertificate.make(directory);
        Map<String, Object> settings = new HashMap<>(first.settings(directory));
        settings.put("wardcast.tls.check", "50ms");
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        try (KitServer server = new KitServer(settings);
                HttpClient open = KitServer.client(HTTP_2, first.trusting())) {
            assertEquals(first.certificate(), shown(server.get(open, "/test/open")));

            second.writeTo(certificate, directory.resolve("elsewhere"));
            await().during(Duration.ofMillis(300))
                    .untilAsserted(
                            () -> assertEquals(first.certificate(), greeting(server, first)));

            second.writeTo(certificate, key);
            await().ignoreExceptions()
                    .untilAsserted(
                            () -> assertEquals(second.certificate(), greeting(server, second)));
            assertEquals(200, server.get(open, "/test/open").statusCode());
        }
    }

    @Test
    void a_server_without_a_usable_certificate_does_not_start() {
        TestCertificate one = TestCertificate.make(directory);
        TestCertificate other = TestCertificate.make(directory);
        Map<String, Object> settings = new HashMap<>(one.settings(directory));
        other.writeTo(directory.resolve("other.crt"), directory.resolve("other.key"));

        settings.put("wardcast.tls.private-key", directory.resolve("other.key").toString());
        assertTold("other.key is not the key of", settings);
        settings.put("wardcast.tls.private-key", directory.resolve("none.key").toString());
        assertTold("none.key", settings);
        settings.remove("wardcast.tls.private-key");
        assertTold("expected: all three or none", settings);
        assertTold(
                "expected: all three or none",
                Map.of("wardcast.tls.certificate", directory.resolve("tls.crt").toString()));
    }

    @Test
    void clear_text_is_the_default_and_knows_no_second_version() throws Exception {
        try (KitServer server = new KitServer(Map.of());
                HttpClient client = KitServer.client(HTTP_2, null)) {
            HttpResponse<String> answer = server.get(client, "/test/open");
            assertEquals(HTTP_1_1, answer.version());
            assertTrue(answer.headers().firstValue("Strict-Transport-Security").isEmpty());
        }
    }

    @Test
    void clear_text_can_be_told_to_speak_the_second_version_too() throws Exception {
        try (KitServer server = new KitServer(Map.of("wardcast.http2.clear-text", true));
                HttpClient two = KitServer.client(HTTP_2, null);
                HttpClient one = KitServer.client(HTTP_1_1, null)) {
            assertEquals(HTTP_2, server.get(two, "/test/open").version());
            assertEquals(HTTP_1_1, server.get(one, "/test/open").version());
        }
    }

    private static Certificate greeting(KitServer server, TestCertificate trusted)
            throws Exception {
        try (HttpClient fresh = KitServer.client(HTTP_2, trusted.trusting())) {
            return shown(server.get(fresh, "/test/open"));
        }
    }

    private static Certificate shown(HttpResponse<String> answer) throws SSLException {
        return answer.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private static void assertTold(String what, Map<String, Object> settings) {
        Throwable failure = assertThrows(RuntimeException.class, () -> new KitServer(settings));
        StringBuilder told = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            told.append(cause.getMessage()).append('\n');
        }
        assertTrue(told.toString().contains(what), told.toString());
    }
}
