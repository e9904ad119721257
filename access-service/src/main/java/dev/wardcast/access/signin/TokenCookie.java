package dev.wardcast.access.signin;

import dev.wardcast.kit.access.RequestTokens;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import java.time.Duration;
import java.util.Set;

/**
 * The cookies that a browser keeps its tokens in, out of reach of scripts: the access token for
 * every path, the refresh token only for where it is used.
 */
final class TokenCookie {

    private static final String REFRESH_PATH = "/api/v1/auth";

    /** Browsers take no secure cookie over plain HTTP, and on these hosts there is only that. */
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private TokenCookie() {}

    static Cookie access(String token, Duration lifetime, HttpRequest<?> request) {
        return cookie(RequestTokens.COOKIE, token, "/", lifetime, request);
    }

    static Cookie refresh(String token, Duration lifetime, HttpRequest<?> request) {
        return cookie(RequestTokens.REFRESH_COOKIE, token, REFRESH_PATH, lifetime, request);
    }

    /** Both, as a browser takes them away. */
    static Set<Cookie> cleared(HttpRequest<?> request) {
        return Set.of(access("", Duration.ZERO, request), refresh("", Duration.ZERO, request));
    }

    private static Cookie cookie(
            String name, String value, String path, Duration lifetime, HttpRequest<?> request) {
        return Cookie.of(name, value)
                .path(path)
                .httpOnly(true)
                .sameSite(SameSite.Strict)
                .secure(!LOCAL.contains(host(request)))
                .maxAge(lifetime);
    }

    private static String host(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst(HttpHeaders.HOST)
                .map(host -> host.replaceFirst(":\\d+$", ""))
                .orElse("");
    }
}
