package dev.wardcast.kit.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.kit.trace.Tracing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** A line of the log as one JSON object, on one line whatever is in it. */
final class JsonLine {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonLine() {}

    static String of(ILoggingEvent event) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("thread", event.getThreadName());
            json.writeStringField("message", event.getFormattedMessage());
            about(json);
            further(json, event);
            failure(json, event.getThrowableProxy());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return line.append('\n').toString();
    }

    private static void about(JsonGenerator json) throws IOException {
        @Nullable String request = LogLayout.requestId();
        if (request != null) {
            json.writeStringField("request_id", request);
        }
        @Nullable TraceContext trace = Tracing.currentContext();
        if (trace != null) {
            json.writeStringField("trace_id", trace.traceId());
            json.writeStringField("span_id", trace.spanId());
        }
    }

    /** What libraries add to their lines. */
    private static void further(JsonGenerator json, ILoggingEvent event) throws IOException {
        for (Map.Entry<String, String> word : event.getMDCPropertyMap().entrySet()) {
            json.writeStringField("mdc." + word.getKey(), word.getValue());
        }
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                json.writeStringField("kv." + pair.key, String.valueOf(pair.value));
            }
        }
    }

    private static void failure(JsonGenerator json, @Nullable IThrowableProxy failure)
            throws IOException {
        if (failure != null) {
            json.writeObjectFieldStart("error");
            json.writeStringField("type", failure.getClassName());
            json.writeStringField("message", failure.getMessage());
            json.writeStringField("stack", ThrowableProxyUtil.asString(failure));
            json.writeEndObject();
        }
    }
}
