package dev.wardcast.kit.web;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may act for the person in front of them. A browser adds cookies to a request whoever
 * made it, and it lets a page of anyone open a WebSocket to us and read what comes; so where only a
 * cookie says who is there, it has to be a page of ours, or one that we were told to trust.
 *
 * <p>Made at the start, so that a list with a mistake in it is told then.
 */
@Context
public final class OriginCheck {

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    /** {@code none}: typed into the address bar, or the like. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<Origin> allowed;
    private final Optional<Origin> own;

    /**
     * @throws IllegalArgumentException if an allowed origin is none
     */
    @Inject
    OriginCheck(CorsSettings settings, @Value("${wardcast.public-url}") String publicUrl) {
        this(settings.origins(), publicUrl);
    }

    OriginCheck(List<String> allowedOrigins, String publicUrl) {
        allowed =
                allowedOrigins.stream()
                        .map(OriginCheck::parse)
                        .collect(Collectors.toUnmodifiableSet());
        own = Origin.ofAddress(publicUrl);
    }

    private static Origin parse(String text) {
        return Origin.parse(text)
                .filter(origin -> origin.port() >= 0)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "wardcast.cors.allowed-origins: "
                                        + text
                                        + " (expected: for instance https://ward.example.org)"));
    }

    /** True if no page made the request, or one of ours, or one of an allowed origin. */
    public boolean trusts(HttpRequest<?> request) {
        return trusts(
                request.getHeaders().get(HttpHeaders.ORIGIN),
                request.getHeaders().get(HttpHeaders.HOST));
    }

    /**
     * True if the request says that a page of ours or of an allowed origin made it, or its reader
     * by hand. Nothing said is no proof.
     */
    boolean provesOwnPage(HttpRequest<?> request) {
        return request.getHeaders().contains(HttpHeaders.ORIGIN)
                ? trusts(request)
                : OWN_SITES.contains(request.getHeaders().get(FETCH_SITE, String.class, ""));
    }

    /**
     * For what sets cookies: refuses pages of others. Who is no page at all may.
     *
     * @throws ProblemException with 403
     */
    public void requireNoForeignPage(HttpRequest<?> request) {
        boolean saysNothing =
                !request.getHeaders().contains(HttpHeaders.ORIGIN)
                        && !request.getHeaders().contains(FETCH_SITE);
        if (!saysNothing && !provesOwnPage(request)) {
            throw ForeignPages.foreign();
        }
    }

    /**
     * @param origin the header {@code Origin}; {@code null}: not there, so no page of another
     *     origin made a request that matters
     * @param host the header {@code Host}, or {@code :authority}
     */
    boolean trusts(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        return Origin.parse(origin)
                .filter(page ->
                        allowed.contains(page)
                                || own.filter(page::equals).isPresent()
                                || host != null && page.isOf(host))
                .isPresent();
    }

    /** True if the configuration names this origin. */
    boolean allows(String origin) {
        return Origin.parse(origin).filter(allowed::contains).isPresent();
    }

    boolean allowsAny() {
        return !allowed.isEmpty();
    }
}
