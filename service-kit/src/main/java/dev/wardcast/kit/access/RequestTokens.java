package dev.wardcast.kit.access;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.security.token.reader.DefaultTokenResolver;
import io.micronaut.security.token.reader.TokenResolver;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Where a token is taken from: {@code Authorization: Bearer}, else the cookie {@code JWT}, else,
 * for a WebSocket only, the parameter {@code token}. The first that is there counts, even if it
 * turns out to be worthless and another would not.
 *
 * <p>Anything that is not a token, such as a one-time ticket, is a matter for an {@code
 * AuthenticationFetcher} of its own.
 */
@Singleton
@Replaces(DefaultTokenResolver.class)
public final class RequestTokens implements TokenResolver<HttpRequest<?>> {

    /** Cookie with the access token. */
    public static final String COOKIE = "JWT";

    /** Cookie with the refresh token; it authenticates nothing but its own exchange and end. */
    public static final String REFRESH_COOKIE = "JWT_REFRESH";

    private static final String SCHEME = "Bearer ";

    /** Request attribute: the token that a ticket stood for. */
    private static final String REDEEMED = "dev.wardcast.access.redeemed";

    @Override
    public List<String> resolveTokens(HttpRequest<?> request) {
        return find(request).map(List::of).orElseGet(List::of);
    }

    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public Optional<String> resolveToken(HttpRequest<?> request) {
        return find(request);
    }

    /** The token that this request was authenticated with, itself or by way of a ticket. */
    public static Optional<String> of(HttpRequest<?> request) {
        return request.getAttribute(REDEEMED, String.class).or(() -> find(request));
    }

    /** From now on the request counts as one with this token. */
    static void redeemed(HttpRequest<?> request, String token) {
        request.setAttribute(REDEEMED, token);
    }

    /** Whether the request brings a token, good or not. */
    static boolean isThere(HttpRequest<?> request) {
        return find(request).isPresent();
    }

    /** The refresh token that a browser keeps for us. */
    public static Optional<String> refreshCookie(HttpRequest<?> request) {
        return request.getCookies()
                .findCookie(REFRESH_COOKIE)
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty());
    }

    /** True if only cookies say who is there, which a browser adds by itself. */
    public static boolean fromCookie(HttpRequest<?> request) {
        return fromHeader(request).isEmpty()
                && (request.getCookies().findCookie(COOKIE).isPresent()
                        || refreshCookie(request).isPresent());
    }

    private static Optional<String> find(HttpRequest<?> request) {
        return fromHeader(request)
                .or(() -> request.getCookies().findCookie(COOKIE).map(Cookie::getValue))
                .or(() -> isWebSocket(request) ? fromParameter(request) : Optional.empty());
    }

    private static Optional<String> fromHeader(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst(HttpHeaders.AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(value -> value.substring(SCHEME.length()).strip());
    }

    private static Optional<String> fromParameter(HttpRequest<?> request) {
        return request.getParameters().getFirst("token");
    }

    private static boolean isWebSocket(HttpRequest<?> request) {
        return request.getHeaders()
                .findFirst(HttpHeaders.UPGRADE)
                .filter("websocket"::equalsIgnoreCase)
                .isPresent();
    }
}
