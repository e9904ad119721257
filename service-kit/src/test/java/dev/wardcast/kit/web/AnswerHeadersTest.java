package dev.wardcast.kit.web;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerHeadersTest {

    private static final Map<String, String> ALWAYS =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "Referrer-Policy", "no-referrer",
                    "X-Frame-Options", "DENY",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
                    "Cache-Control", "no-store");

    private static KitServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        server = new KitServer(Map.of("micronaut.server.max-request-size", "1KB"));
        client = KitServer.client(HTTP_1_1, null);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/test/open, 200",
        "/test/secret, 401",
        "/test/refused, 409",
        "/test/broken, 500",
        "/test/json, 405",
        "/nowhere, 404",
        "/test/open%00%zz, 400",
        "/health/liveness, 200",
        "/metrics, 200"
    })
    void every_answer_has_them_refusals_and_failures_too(String path, int status) throws Exception {
        RawAnswer answer = RawAnswer.get(server.uri("/").getPort(), path);
        assertEquals(status, answer.status());
        assertHas(answer::header);
    }

    @Test
    void a_body_that_is_refused_gets_an_answer_with_them() throws Exception {
        HttpResponse<String> malformed = post("{");
        assertEquals(400, malformed.statusCode());
        assertHas(name -> malformed.headers().allValues(name));
        HttpResponse<String> tooLong = post("{\"a\":\"" + "x".repeat(2000) + "\"}");
        assertEquals(413, tooLong.statusCode());
        assertHas(name -> tooLong.headers().allValues(name));
    }

    @Test
    void what_an_answer_says_itself_stays() throws Exception {
        HttpResponse<String> page = server.get(client, "/test/html");
        assertEquals(
                List.of("default-src 'self'"), page.headers().allValues("Content-Security-Policy"));
        assertEquals(List.of("public, max-age=60"), page.headers().allValues("Cache-Control"));
        assertEquals(List.of("nosniff"), page.headers().allValues("X-Content-Type-Options"));
    }

    @Test
    void without_a_list_of_origins_no_page_is_told_anything() throws Exception {
        HttpResponse<String> answer =
                server.get(client, "/test/open", "Origin", "http://localhost:3000");
        assertFalse(
                answer.headers().map().keySet().stream()
                        .anyMatch(name -> name.toLowerCase().startsWith("access-control")));
    }

    @Test
    void an_empty_setting_leaves_its_header_out() throws Exception {
        try (KitServer bare =
                new KitServer(
                        Map.of(
                                "wardcast.headers.frame-options", "",
                                "wardcast.headers.referrer-policy", "same-origin"))) {
            HttpResponse<String> answer = bare.get(client, "/test/open");
            assertEquals(List.of(), answer.headers().allValues("X-Frame-Options"));
            assertEquals(List.of("same-origin"), answer.headers().allValues("Referrer-Policy"));
        }
    }

    private static HttpResponse<String> post(String json) throws Exception {
        return KitServer.send(
                client,
                java.net.http.HttpRequest.newBuilder(server.uri("/test/json"))
                        .POST(BodyPublishers.ofString(json)),
                "Content-Type",
                "application/json");
    }

    private static void assertHas(java.util.function.Function<String, List<String>> header) {
        ALWAYS.forEach((name, value) -> assertEquals(List.of(value), header.apply(name), name));
    }
}
