package dev.wardcast.kit.web;

import dev.wardcast.kit.access.RequestTokens;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.EnumSet;
import java.util.Set;

/**
 * Refuses what a foreign page asks in somebody's name, streams and WebSocket handshakes among it. A
 * token that the page had to know itself, in a header or as a ticket, is another matter. What
 * changes something needs more than the absence of an origin: every browser names one there, so a
 * request without it is refused rather than believed.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class ForeignPages implements Ordered {

    /** RFC 9110, 9.2.1. */
    private static final Set<HttpMethod> SAFE =
            EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final OriginCheck origins;

    ForeignPages(OriginCheck origins) {
        this.origins = origins;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.before();
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        if (!RequestTokens.fromCookie(request)) {
            return;
        }
        if (!origins.trusts(request)) {
            throw foreign();
        }
        if (!SAFE.contains(request.getMethod()) && !origins.provesOwnPage(request)) {
            throw ProblemException.forbidden(
                    "origin_required",
                    "What changes something and is signed by a cookie alone has to say which page"
                            + " it comes from (expected: the header Origin, or a token in"
                            + " Authorization)");
        }
    }

    static ProblemException foreign() {
        return ProblemException.forbidden(
                "foreign_origin", "Pages of this origin may not use the cookie.");
    }
}
