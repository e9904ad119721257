package dev.wardcast.kit.audit;

import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Every request has an id under which its entries in the audit and its lines in the log are found:
 * the client's own ({@value #HEADER}, or {@value #FORMER_HEADER} as it was called) if it is
 * harmless, else the id of the trace that the client is in, else a new one. The answer repeats it.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
public final class CorrelationIds implements Ordered {

    public static final String HEADER = "X-Request-Id";
    public static final String FORMER_HEADER = "X-Correlation-Id";

    private static final String ATTRIBUTE = "dev.wardcast.audit.correlation-id";
    private static final int MOST_CHARACTERS = 64;

    CorrelationIds() {}

    /** Outermost, so that what other filters refuse is answered with the id too. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    /** The id of a request; the same each time. */
    public static String of(HttpRequest<?> request) {
        @Nullable String known = request.getAttribute(ATTRIBUTE, String.class).orElse(null);
        if (known == null) {
            known = choose(request.getHeaders());
            request.setAttribute(ATTRIBUTE, known);
        }
        return known;
    }

    private static String choose(HttpHeaders headers) {
        for (String header : new String[] {HEADER, FORMER_HEADER}) {
            @Nullable String given = headers.get(header);
            if (given != null && isSane(given)) {
                return given;
            }
        }
        @Nullable TraceContext trace = TraceContext.parse(headers.get("traceparent"));
        return trace == null ? TimeOrderedIds.next() : trace.traceId();
    }

    /** One to 64 letters, digits, or of {@code . _ : -}. */
    static boolean isSane(String id) {
        if (id.isEmpty() || id.length() > MOST_CHARACTERS) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean sane =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "._:-".indexOf(c) >= 0;
            if (!sane) {
                return false;
            }
        }
        return true;
    }

    /** Chosen before anything else is done, so that several threads find the same one. */
    @RequestFilter
    void choose(HttpRequest<?> request) {
        of(request);
    }

    @ResponseFilter
    void answer(HttpRequest<?> request, MutableHttpResponse<?> answer) {
        String id = of(request);
        answer.getHeaders().set(HEADER, id).set(FORMER_HEADER, id);
    }
}
