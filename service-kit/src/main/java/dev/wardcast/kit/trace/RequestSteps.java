package dev.wardcast.kit.trace;

import dev.wardcast.eventlog.TraceContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Records requests, each under the template of its route and never under its path, which names
 * patients. A request that becomes a stream is never answered as far as filters know, and so never
 * told of: it would end hours later.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
@Requires(property = "wardcast.tracing.enabled", value = "true")
final class RequestSteps implements Ordered {

    private static final String TRACEPARENT = "traceparent";
    private static final String ATTRIBUTE = "dev.wardcast.trace.step";

    private final Tracing tracing;

    RequestSteps(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Outermost, so that what other filters refuse is recorded too. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @RequestFilter
    void begin(HttpRequest<?> request, MutablePropagatedContext context) {
        if (isUpkeep(request.getPath())) {
            return;
        }
        @Nullable String caller = request.getHeaders().get(TRACEPARENT);
        Step step = tracing.request(TraceContext.parse(caller), request.getMethod().name());
        if (step.recorded()) {
            request.setAttribute(ATTRIBUTE, step);
            context.add(new Tracing.RecordedRequest(step));
        }
    }

    /** Probes and scrapes, which come every few seconds and are about nothing. */
    private static boolean isUpkeep(String path) {
        return path.startsWith("/health/") || path.equals("/metrics");
    }

    @ResponseFilter
    void end(HttpRequest<?> request, HttpResponse<?> answer) {
        request.getAttribute(ATTRIBUTE, Step.class)
                .ifPresent(step -> {
                    step.note("http.request.method", request.getMethod().name());
                    step.note("http.response.status_code", answer.code());
                    BasicHttpAttributes.getUriTemplate(request)
                            .ifPresent(route -> {
                                step.note("http.route", route);
                                step.name(request.getMethod().name() + " " + route);
                            });
                    if (answer.code() >= 500) {
                        step.failed();
                    }
                    step.end();
                });
    }
}
