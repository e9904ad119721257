package dev.wardcast.kit.logs;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

/** {@code [id] } in a line of a request. */
final class RequestWord extends ClassicConverter {

    @Override
    public String convert(ILoggingEvent event) {
        @Nullable String id = LogLayout.requestId();
        return id == null ? "" : "[" + id + "] ";
    }
}
