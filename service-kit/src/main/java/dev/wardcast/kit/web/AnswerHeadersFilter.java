package dev.wardcast.kit.web;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Adds to each answer what it does not say itself: the headers of {@link AnswerHeaders}, and that
 * nobody keeps it, since nearly all of them are about patients.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class AnswerHeadersFilter implements Ordered {

    private final AnswerHeaders headers;

    AnswerHeadersFilter(AnswerHeaders headers) {
        this.headers = headers;
    }

    /** Outermost, so that what other filters refuse goes through here too. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> answer) {
        MutableHttpHeaders present = answer.getHeaders();
        headers.security(request)
                .forEach((name, value) -> {
                    if (!present.contains(name)) {
                        present.set(name, value);
                    }
                });
        if (!present.contains(HttpHeaders.CACHE_CONTROL)) {
            present.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }
}
