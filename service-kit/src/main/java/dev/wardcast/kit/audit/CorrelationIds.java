package dev.wardcast.kit.audit;

import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every request has an id under which its entries are found: the client's own ({@value #HEADER}) if
 * it is harmless, else a new one. The answer repeats it.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
public final class CorrelationIds implements Ordered {

    public static final String HEADER = "X-Correlation-Id";

    private static final String ATTRIBUTE = "dev.wardcast.audit.correlation-id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    CorrelationIds() {}

    /** Outermost, so that what other filters refuse is answered with the id too. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    /** The id of a request; the same each time. */
    public static String of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, String.class)
                .orElseGet(() -> {
                    @Nullable String given = request.getHeaders().get(HEADER);
                    String id = given != null && isSane(given) ? given : TimeOrderedIds.next();
                    request.setAttribute(ATTRIBUTE, id);
                    return id;
                });
    }

    static boolean isSane(String id) {
        return SANE.matcher(id).matches();
    }

    @ResponseFilter
    void answer(HttpRequest<?> request, MutableHttpResponse<?> answer) {
        answer.getHeaders().set(HEADER, of(request));
    }
}
