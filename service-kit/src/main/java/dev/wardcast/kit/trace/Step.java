package dev.wardcast.kit.trace;

import dev.wardcast.eventlog.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A step that is being recorded, or {@link #NONE}, on which every call does nothing. It may begin
 * on one thread and end on another, once.
 *
 * <p>Names and values go to whoever runs the collector: they say what was done and never to whom.
 * No patient, person, device or measured value, no id of anything of theirs, and no message of an
 * exception, which may quote them.
 */
public final class Step {

    /** Not recorded. */
    public static final Step NONE = new Step(Span.getInvalid());

    private final Span span;

    Step(Span span) {
        this.span = span;
    }

    public boolean recorded() {
        return this != NONE;
    }

    /** What to hand on to whatever follows from this step; {@code null} if it is not recorded. */
    public @Nullable TraceContext context() {
        return recorded()
                ? new TraceContext(
                        span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId(), true)
                : null;
    }

    Context asParent() {
        return Context.root().with(span);
    }

    /**
     * @param value one of few, and nobody's
     */
    public Step note(String key, String value) {
        span.setAttribute(AttributeKey.stringKey(key), value);
        return this;
    }

    public Step note(String key, long value) {
        span.setAttribute(AttributeKey.longKey(key), value);
        return this;
    }

    void name(String better) {
        span.updateName(better);
    }

    void failed() {
        span.setStatus(StatusCode.ERROR);
    }

    public void end() {
        span.end();
    }

    /**
     * @param failure what it failed with, of which the type is noted; {@code null} if it did not
     */
    public void end(@Nullable Throwable failure) {
        if (failure != null && recorded()) {
            note("error.type", failure.getClass().getName());
            failed();
        }
        span.end();
    }
}
