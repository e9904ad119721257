package dev.wardcast.kit.trace;

import dev.wardcast.eventlog.TraceContext;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.core.propagation.PropagatedContextElement;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Begins steps of traces. Whether a trace is recorded is decided once, at its first request; what
 * follows from it goes by the context that was carried along. Where there is none, nothing is made:
 * all these methods answer {@link Step#NONE}.
 */
public final class Tracing {

    /** Records nothing. */
    public static final Tracing OFF = new Tracing(null, 0);

    private final @Nullable Tracer tracer;
    private final double ratio;

    Tracing(@Nullable Tracer tracer, double ratio) {
        this.tracer = tracer;
        this.ratio = ratio;
    }

    /** The recorded request that a thread works on. */
    record RecordedRequest(Step step) implements PropagatedContextElement {}

    /** The step of the request that this thread works on; {@link Step#NONE} if not recorded. */
    static Step current() {
        return PropagatedContext.getOrEmpty()
                .find(RecordedRequest.class)
                .map(RecordedRequest::step)
                .orElse(Step.NONE);
    }

    /**
     * What events belong to that come of the request that this thread works on; {@code null} where
     * it is not recorded.
     */
    public static @Nullable TraceContext currentContext() {
        return current().context();
    }

    /**
     * A request comes in.
     *
     * @param caller whose decision is taken over; {@code null} if they made none
     */
    Step request(@Nullable TraceContext caller, String method) {
        if (tracer == null || !(caller == null ? chosen() : caller.sampled())) {
            return Step.NONE;
        }
        Context parent = caller == null ? Context.root() : remote(caller);
        return begin(tracer.spanBuilder(method).setParent(parent), SpanKind.SERVER);
    }

    private boolean chosen() {
        return ratio > 0 && ThreadLocalRandom.current().nextDouble() < ratio;
    }

    /** A step of the request that this thread works on. */
    public Step within(String name, SpanKind kind) {
        if (tracer == null) {
            return Step.NONE;
        }
        Step request = current();
        return request.recorded()
                ? begin(tracer.spanBuilder(name).setParent(request.asParent()), kind)
                : Step.NONE;
    }

    /**
     * A step that follows from one elsewhere.
     *
     * @param cause as it was carried here; {@code null} if that was not recorded
     */
    public Step after(@Nullable TraceContext cause, String name, SpanKind kind) {
        if (tracer == null || cause == null || !cause.sampled()) {
            return Step.NONE;
        }
        return begin(tracer.spanBuilder(name).setParent(remote(cause)), kind);
    }

    /** The same for a step that began at a moment in the past. */
    public Step after(@Nullable TraceContext cause, String name, SpanKind kind, Instant begun) {
        if (tracer == null || cause == null || !cause.sampled()) {
            return Step.NONE;
        }
        return begin(
                tracer.spanBuilder(name).setParent(remote(cause)).setStartTimestamp(begun), kind);
    }

    private static Step begin(SpanBuilder builder, SpanKind kind) {
        return new Step(builder.setSpanKind(kind).startSpan());
    }

    private static Context remote(TraceContext cause) {
        return Context.root()
                .with(
                        Span.wrap(
                                SpanContext.createFromRemoteParent(
                                        cause.traceId(),
                                        cause.spanId(),
                                        TraceFlags.getSampled(),
                                        TraceState.getDefault())));
    }
}
