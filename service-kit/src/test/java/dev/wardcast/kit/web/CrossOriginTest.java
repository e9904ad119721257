package dev.wardcast.kit.web;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.AccessWorld.Person;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CrossOriginTest {

    private static final String FRIEND = "https://ward.example.org";
    private static final String STRANGER = "https://stranger.example";

    private static KitServer server;
    private static HttpClient client;
    private static Person nurse;

    @BeforeAll
    static void start() {
        server = new KitServer(Map.of("wardcast.cors.allowed-origins", List.of(FRIEND)));
        client = KitServer.client(HTTP_1_1, null);
        nurse = server.world.with("NURSE");
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void an_allowed_page_may_read_answers_and_use_cookies() throws Exception {
        HttpResponse<String> answer =
                server.get(client, "/test/secret", "Origin", FRIEND, "Cookie", cookie());
        assertEquals(200, answer.statusCode());
        assertEquals(
                Map.of(
                        "access-control-allow-origin", FRIEND,
                        "access-control-allow-credentials", "true",
                        "access-control-expose-headers", "Retry-After,Location",
                        "vary", "Origin"),
                crossOrigin(answer));
    }

    @Test
    void a_refusal_can_be_read_too() throws Exception {
        HttpResponse<String> answer = server.get(client, "/test/secret", "Origin", FRIEND);
        assertEquals(401, answer.statusCode());
        assertEquals(FRIEND, crossOrigin(answer).get("access-control-allow-origin"));
    }

    @Test
    void a_preflight_is_answered_without_signing_in() throws Exception {
        HttpResponse<String> answer =
                preflight("DELETE", FRIEND, "authorization,last-event-id,x-device-key");
        assertEquals(200, answer.statusCode());
        assertEquals("DELETE", crossOrigin(answer).get("access-control-allow-methods"));
        assertEquals(
                "authorization,last-event-id,x-device-key",
                crossOrigin(answer).get("access-control-allow-headers"));
    }

    @Test
    void a_preflight_from_elsewhere_is_not_granted() throws Exception {
        assertEquals(Map.of(), crossOrigin(preflight("DELETE", STRANGER, "authorization")));
    }

    @Test
    void a_head_that_is_written_by_hand_says_the_same() throws Exception {
        HttpResponse<String> answer = server.get(client, "/test/by-hand", "Origin", FRIEND);
        Map<String, String> sent = new TreeMap<>(crossOrigin(answer));
        for (String name :
                List.of(
                        "X-Content-Type-Options",
                        "Referrer-Policy",
                        "X-Frame-Options",
                        "Content-Security-Policy")) {
            sent.put(name.toLowerCase(), answer.headers().firstValue(name).orElseThrow());
        }
        StringBuilder byHand = new StringBuilder();
        sent.forEach((name, value) -> {
            String text = "\"" + name + "\":\"" + value + "\"";
            if (!answer.body().toLowerCase().contains(text.toLowerCase())) {
                byHand.append(text).append(" is missing in ").append(answer.body()).append('\n');
            }
        });
        assertEquals("", byHand.toString());
        assertTrue(
                !server.get(client, "/test/by-hand", "Origin", STRANGER)
                        .body()
                        .contains("Access-Control"));
    }

    @Test
    void a_foreign_page_cannot_use_the_cookie_of_whoever_reads_it() throws Exception {
        HttpResponse<String> answer =
                server.get(client, "/test/secret", "Origin", STRANGER, "Cookie", cookie());
        assertEquals(403, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(answer.body().contains("\"foreign_origin\""), answer.body());
    }

    @Test
    void a_token_that_the_page_knows_itself_is_no_matter_of_origins() throws Exception {
        HttpResponse<String> answer =
                server.get(
                        client,
                        "/test/secret",
                        "Origin",
                        STRANGER,
                        "Authorization",
                        "Bearer " + nurse.token());
        assertEquals(200, answer.statusCode());
    }

    @Test
    void our_own_page_and_a_client_without_one_use_the_cookie() throws Exception {
        String own = "http://localhost:" + server.uri("/").getPort();
        assertEquals(
                200,
                server.get(client, "/test/secret", "Origin", own, "Cookie", cookie()).statusCode());
        assertEquals(200, server.get(client, "/test/secret", "Cookie", cookie()).statusCode());
    }

    @Test
    void a_page_of_the_public_address_is_ours_also_behind_a_proxy_that_hides_its_host()
            throws Exception {
        assertEquals(
                200,
                server.get(
                                client,
                                "/test/secret",
                                "Origin",
                                "https://wardcast.example.org",
                                "Cookie",
                                cookie())
                        .statusCode());
    }

    @Test
    void what_changes_something_by_a_cookie_has_to_say_which_page_it_comes_from() throws Exception {
        String own = "http://localhost:" + server.uri("/").getPort();
        for (String cookie : List.of(cookie(), "JWT_REFRESH=some")) {
            int good = cookie.equals(cookie()) ? 204 : 401;
            assertEquals(403, delete("Cookie", cookie));
            assertEquals(403, delete("Cookie", cookie, "Origin", "null"));
            assertEquals(403, delete("Cookie", cookie, "Origin", STRANGER));
            assertEquals(403, delete("Cookie", cookie, "Sec-Fetch-Site", "cross-site"));
            assertEquals(403, delete("Cookie", cookie, "Sec-Fetch-Site", "same-site"));
            assertEquals(
                    403,
                    delete("Cookie", cookie, "Origin", STRANGER, "Sec-Fetch-Site", "same-origin"));
            assertEquals(good, delete("Cookie", cookie, "Origin", own));
            assertEquals(good, delete("Cookie", cookie, "Origin", FRIEND));
            assertEquals(good, delete("Cookie", cookie, "Sec-Fetch-Site", "same-origin"));
        }
        assertEquals(204, delete("Authorization", "Bearer " + nurse.token()));
        assertEquals(
                204, delete("Authorization", "Bearer " + nurse.token(), "Cookie", "JWT_REFRESH=x"));
    }

    private static int delete(String... headers) throws Exception {
        return KitServer.send(
                        client,
                        HttpRequest.newBuilder(server.uri("/test/secret")).DELETE(),
                        headers)
                .statusCode();
    }

    private static String cookie() {
        return "JWT=" + nurse.token();
    }

    private static HttpResponse<String> preflight(String method, String origin, String headers)
            throws Exception {
        return KitServer.send(
                client,
                HttpRequest.newBuilder(server.uri("/test/secret"))
                        .method("OPTIONS", BodyPublishers.noBody()),
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                headers);
    }

    private static Map<String, String> crossOrigin(HttpResponse<?> answer) {
        Map<String, String> found = new TreeMap<>();
        answer.headers()
                .map()
                .forEach((name, values) -> {
                    String lower = name.toLowerCase();
                    if (lower.startsWith("access-control") || lower.equals("vary")) {
                        found.put(lower, String.join(",", values));
                    }
                });
        return found;
    }
}
