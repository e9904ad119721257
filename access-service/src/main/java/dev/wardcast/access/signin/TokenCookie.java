package dev.wardcast.access.signin;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import java.time.Duration;
import java.util.Set;

/** The cookie that a browser keeps the access token in, out of reach of scripts. */
final class TokenCookie {

    private static final String NAME = "JWT";

    /** Browsers take no secure cookie over plain HTTP, and on these hosts there is only that. */
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private TokenCookie() {}

    static Cookie of(String token, Duration lifetime, HttpRequest<?> request) {
        return Cookie.of(NAME, token)
                .path("/")
                .httpOnly(true)
                .sameSite(SameSite.Strict)
                .secure(!LOCAL.contains(host(request)))
                .maxAge(lifetime);
    }

    static Cookie cleared(HttpRequest<?> request) {
        return of("", Duration.ZERO, request);
    }

    private static String host(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst(HttpHeaders.HOST)
                .map(host -> host.replaceFirst(":\\d+$", ""))
                .orElse("");
    }
}
