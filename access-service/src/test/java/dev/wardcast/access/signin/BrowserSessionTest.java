package dev.wardcast.access.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.cookie.Cookie;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A browser, which has cookies and nothing else. */
@SuppressWarnings("rawtypes")
class BrowserSessionTest {

    private final AccessServer server = AccessServer.shared();

    @Test
    void the_refresh_cookie_goes_nowhere_but_where_it_is_used() {
        Cookie cookie = refreshCookie(server.login("nurse1", "demo"));
        assertTrue(cookie.isHttpOnly());
        assertEquals("Strict", cookie.getSameSite().orElseThrow().name());
        assertEquals("/api/v1/auth", cookie.getPath());
        assertEquals(12 * 60 * 60, cookie.getMaxAge());
    }

    @Test
    void a_refresh_without_a_body_takes_the_cookie_and_replaces_both() {
        HttpResponse<Map> first = server.login("nurse1", "demo");
        HttpResponse<Map> second = refresh(refreshCookie(first).getValue(), true);
        assertEquals(200, second.code());
        String next = refreshCookie(second).getValue();
        assertEquals(second.body().get("refresh_token"), next);
        assertEquals(
                second.body().get("access_token"),
                second.getCookie("JWT").orElseThrow().getValue());
        assertEquals(200, refresh(next, true).code());
    }

    @Test
    void a_refresh_by_cookie_has_to_come_from_our_page() {
        String token = refreshCookie(server.login("nurse1", "demo")).getValue();
        assertEquals(403, refresh(token, false).code());
        assertEquals(200, refresh(token, true).code());
    }

    @Test
    void a_logout_by_cookies_ends_the_session_and_clears_both() {
        HttpResponse<Map> session = server.login("nurse1", "demo");
        HttpResponse<Map> bye =
                server.send(
                        fromOurPage(HttpRequest.POST("/api/v1/auth/logout", ""))
                                .cookie(session.getCookie("JWT").orElseThrow())
                                .cookie(refreshCookie(session)),
                        null);
        assertEquals(204, bye.code());
        assertEquals(0, bye.getCookie("JWT").orElseThrow().getMaxAge());
        assertEquals(0, refreshCookie(bye).getMaxAge());
        assertEquals("/api/v1/auth", refreshCookie(bye).getPath());
        assertEquals(401, refresh(refreshCookie(session).getValue(), true).code());
    }

    @Test
    void without_a_token_of_either_kind_there_is_nothing_to_refresh() {
        assertEquals(401, server.send(HttpRequest.POST("/api/v1/auth/refresh", ""), null).code());
        assertEquals(401, server.post("/api/v1/auth/refresh", null, Map.of()).code());
    }

    private HttpResponse<Map> refresh(String token, boolean ourPage) {
        MutableHttpRequest<?> request =
                HttpRequest.POST("/api/v1/auth/refresh", "")
                        .cookie(Cookie.of("JWT_REFRESH", token));
        return server.send(ourPage ? fromOurPage(request) : request, null);
    }

    private static MutableHttpRequest<?> fromOurPage(MutableHttpRequest<?> request) {
        return request.header("Sec-Fetch-Site", "same-origin");
    }

    private static Cookie refreshCookie(HttpResponse<?> answer) {
        return answer.getCookie("JWT_REFRESH").orElseThrow();
    }
}
