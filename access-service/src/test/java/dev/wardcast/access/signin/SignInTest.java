package dev.wardcast.access.signin;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.people.Users;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.testsupport.RawWebSocket;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.cookie.Cookie;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@SuppressWarnings("rawtypes")
class SignInTest {

    private final AccessServer server = AccessServer.shared();

    @Test
    void the_right_password_gives_tokens_that_count() {
        Map session = server.login("caregiver1", "demo").body();

        assertEquals("Bearer", session.get("token_type"));
        assertEquals(900, session.get("expires_in"));
        assertEquals("caregiver1", session.get("username"));
        assertEquals(List.of("CAREGIVER"), session.get("roles"));
        Map me = server.get("/api/v1/auth/me", (String) session.get("access_token")).body();
        assertEquals("caregiver1", me.get("user_id"));
        assertEquals(List.of("CAREGIVER"), me.get("roles"));
    }

    @Test
    void a_wrong_password_and_an_unknown_user_hear_the_same() {
        HttpResponse<Map> wrong = server.login("caregiver1", "Demo");
        HttpResponse<Map> unknown = server.login("nobody", "demo");

        assertEquals(HttpStatus.UNAUTHORIZED, wrong.status());
        assertEquals(HttpStatus.UNAUTHORIZED, unknown.status());
        assertEquals(wrong.body(), unknown.body());
        assertEquals("application/problem+json", wrong.getContentType().orElseThrow().getName());
        assertTrue(wrong.getCookies().findCookie("JWT").isEmpty());
    }

    @Test
    void a_suspended_user_is_out_at_once_with_every_token() {
        String id = newUser("NURSE");
        Map session = server.login(id, "secret").body();
        server.bean(Users.class).setStatus(id, "SUSPENDED");
        server.bean(Projector.class).project();

        Awaitility.await()
                .atMost(TOLD)
                .until(() ->
                        server.get("/api/v1/auth/me", (String) session.get("access_token")).code()
                                == 401);
        assertEquals(HttpStatus.UNAUTHORIZED, refresh(session).status());
        assertEquals(server.login("nobody", "demo").body(), server.login(id, "secret").body());
    }

    @Test
    void the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        Cookie local = cookie("localhost:8080");
        assertTrue(local.isHttpOnly());
        assertFalse(local.isSecure());
        assertEquals("Strict", local.getSameSite().orElseThrow().name());
        assertEquals("/", local.getPath());
        assertEquals(900, local.getMaxAge());
        assertFalse(cookie("127.0.0.1").isSecure());
        assertTrue(cookie("wardcast.example").isSecure());
        assertTrue(cookie("localhost.example:8080").isSecure());
    }

    @Test
    void the_cookie_signs_in_and_the_header_goes_before_it() {
        String token = server.tokenOf("doctor1");
        HttpRequest<?> byCookie =
                HttpRequest.GET("/api/v1/auth/me").cookie(Cookie.of("JWT", token));
        assertEquals("doctor1", me(byCookie, null).body().get("user_id"));
        HttpRequest<?> both = HttpRequest.GET("/api/v1/auth/me").cookie(Cookie.of("JWT", token));
        assertEquals("nurse1", me(both, server.tokenOf("nurse1")).body().get("user_id"));
        HttpRequest<?> badHeader =
                HttpRequest.GET("/api/v1/auth/me").cookie(Cookie.of("JWT", token));
        assertEquals(HttpStatus.UNAUTHORIZED, me(badHeader, "rubbish").status());
    }

    @Test
    void a_token_in_the_address_counts_for_a_websocket_only() throws Exception {
        String path = "/api/v1/auth/me?token=" + server.tokenOf("nurse1");
        assertEquals(HttpStatus.UNAUTHORIZED, server.get(path, null).status());
        try (RawWebSocket client = new RawWebSocket(server.port(), 0)) {
            client.send(
                    RawWebSocket.request(
                            List.of(
                                    "GET " + path + " HTTP/1.1",
                                    "Host: localhost",
                                    "Connection: Upgrade",
                                    "Upgrade: websocket")));
            assertEquals(200, client.readHead().status());
        }
    }

    @Test
    void a_refresh_token_is_replaced_by_each_use() {
        Map first = server.login("patient1", "demo").body();
        Map second = refresh(first).body();
        Map third = refresh(second).body();

        assertNotEquals(first.get("refresh_token"), second.get("refresh_token"));
        assertEquals(
                HttpStatus.OK,
                server.get("/api/v1/auth/me", (String) third.get("access_token")).status());
    }

    @Test
    void a_refresh_token_that_comes_twice_ends_its_whole_family_and_no_other() {
        Map other = server.login("patient1", "demo").body();
        Map first = server.login("patient1", "demo").body();
        Map second = refresh(first).body();

        assertEquals(HttpStatus.UNAUTHORIZED, refresh(first).status());
        assertEquals(HttpStatus.UNAUTHORIZED, refresh(second).status());
        assertEquals(HttpStatus.OK, refresh(other).status());
    }

    @Test
    void logout_ends_the_session_and_clears_the_cookie() {
        Map session = server.login("patient2", "demo").body();
        HttpResponse<Map> bye =
                server.post(
                        "/api/v1/auth/logout",
                        null,
                        Map.of("refresh_token", session.get("refresh_token")));

        assertEquals(HttpStatus.NO_CONTENT, bye.status());
        assertEquals(0, bye.getCookie("JWT").orElseThrow().getMaxAge());
        assertEquals(HttpStatus.UNAUTHORIZED, refresh(session).status());
    }

    @Test
    void logout_with_the_access_token_alone_ends_its_session_and_everywhere_ends_all() {
        String id = newUser("NURSE");
        Map one = server.login(id, "secret").body();
        Map two = server.login(id, "secret").body();
        Map three = server.login(id, "secret").body();
        server.send(HttpRequest.POST("/api/v1/auth/logout", ""), (String) one.get("access_token"));

        assertEquals(HttpStatus.UNAUTHORIZED, refresh(one).status());
        Map next = refresh(two).body();
        server.post(
                "/api/v1/auth/logout",
                (String) next.get("access_token"),
                Map.of("everywhere", true));
        assertEquals(HttpStatus.UNAUTHORIZED, refresh(next).status());
        assertEquals(HttpStatus.UNAUTHORIZED, refresh(three).status());
        for (Map session : List.of(one, two, three, next)) {
            assertOutOnceTold(session);
        }
    }

    @Test
    void an_access_token_is_worth_nothing_once_its_logout_is_told_and_others_stay() {
        Map other = server.login("therapist1", "demo").body();
        Map session = server.login("therapist1", "demo").body();
        Map renewed = refresh(session).body();
        assertEquals(200, me(renewed).code());
        server.post(
                "/api/v1/auth/logout", null, Map.of("refresh_token", renewed.get("refresh_token")));

        assertOutOnceTold(session);
        assertOutOnceTold(renewed);
        assertEquals(200, me(other).code());
    }

    @Test
    void the_access_tokens_of_a_family_whose_refresh_token_came_twice_end_with_it() {
        Map first = server.login("patient2", "demo").body();
        Map second = refresh(first).body();
        assertEquals(HttpStatus.UNAUTHORIZED, refresh(first).status());
        assertOutOnceTold(second);
    }

    private HttpResponse<Map> me(Map session) {
        return server.get("/api/v1/auth/me", (String) session.get("access_token"));
    }

    private void assertOutOnceTold(Map session) {
        Awaitility.await().atMost(TOLD).until(() -> me(session).code() == 401);
    }

    @Test
    void the_key_set_has_public_parts_only() {
        List keys = (List) server.get("/.well-known/jwks.json", null).body().get("keys");

        assertFalse(keys.isEmpty());
        for (Object key : keys) {
            assertEquals(Set.of("kty", "crv", "kid", "x", "y", "use", "alg"), ((Map) key).keySet());
        }
    }

    @Test
    void incomplete_and_oversized_logins_are_bad_requests() {
        for (Object body :
                List.of(
                        Map.of(),
                        Map.of("username", "admin"),
                        Map.of("username", "", "password", "demo"),
                        Map.of("username", "admin", "password", "x".repeat(1025)),
                        Map.of("username", Map.of("name", "admin"), "password", "demo"))) {
            HttpResponse<Map> refused = server.post("/api/v1/auth/login", null, body);
            assertEquals(HttpStatus.BAD_REQUEST, refused.status(), body.toString());
            assertEquals(
                    "application/problem+json", refused.getContentType().orElseThrow().getName());
        }
    }

    private String newUser(String role) {
        String id = Ids.next();
        Users users = server.bean(Users.class);
        users.add(id, id, server.bean(Passwords.class).hash("secret"), null);
        users.addRole(id, role);
        server.bean(Projector.class).project();
        return id;
    }

    private HttpResponse<Map> refresh(Map session) {
        return server.post(
                "/api/v1/auth/refresh",
                null,
                Map.of("refresh_token", session.get("refresh_token")));
    }

    private HttpResponse<Map> me(HttpRequest<?> request, String token) {
        return server.send((MutableHttpRequest<?>) request, token);
    }

    private Cookie cookie(String host) {
        HttpResponse<Map> response =
                server.send(
                        HttpRequest.POST(
                                        "/api/v1/auth/login",
                                        Map.of("username", "patient1", "password", "demo"))
                                .header("Host", host),
                        null);
        return response.getCookie("JWT").orElseThrow();
    }
}
