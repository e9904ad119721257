package dev.wardcast.kit.logs;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import dev.wardcast.kit.audit.CorrelationIds;
import io.micronaut.http.context.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Lines for people or for machines, whichever {@code wardcast.log-format} says. Named in {@code
 * logback.xml}, which is read before any other setting.
 *
 * <p>The id of the request comes from the context that the framework carries from thread to thread
 * anyway: it is looked for when there is a line, and requests without one pay nothing.
 */
public final class LogLayout extends LayoutBase<ILoggingEvent> {

    private static final String TEXT =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-28logger{28} %request%msg%n%ex";

    private final PatternLayout text = new PatternLayout();
    private String format = "text";

    /** {@code text} or {@code json}. */
    public void setFormat(String format) {
        this.format = format;
    }

    @Override
    public void start() {
        if (!format.equals("json") && !format.equals("text")) {
            addError("wardcast.log-format: " + format + " (expected: text or json)");
        }
        text.setContext(getContext());
        text.getInstanceConverterMap().put("request", RequestWord::new);
        text.setPattern(TEXT);
        text.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return format.equals("json") ? JsonLine.of(event) : text.doLayout(event);
    }

    /** The id of the request that this thread works on; {@code null} if it works on none. */
    static @Nullable String requestId() {
        return ServerRequestContext.currentRequest().map(CorrelationIds::of).orElse(null);
    }
}
