package dev.wardcast.kit.web;

import dev.wardcast.kit.access.RequestTokens;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;

/**
 * Refuses what a foreign page asks in somebody's name, streams and WebSocket handshakes among it. A
 * token that the page had to know itself, in a header or as a ticket, is another matter.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class ForeignPages implements Ordered {

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
        if (RequestTokens.fromCookie(request) && !origins.trusts(request)) {
            throw ProblemException.forbidden(
                    "foreign_origin", "Pages of this origin may not use the cookie.");
        }
    }
}
