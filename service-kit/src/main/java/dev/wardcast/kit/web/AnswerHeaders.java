package dev.wardcast.kit.web;

import dev.wardcast.kit.audit.CorrelationIds;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that every answer has, whoever writes it. */
@Singleton
public final class AnswerHeaders {

    private final CorsPolicy cors;
    private final Map<String, String> inClearText;
    private final Map<String, String> underTls;

    AnswerHeaders(HeaderSettings settings, CorsPolicy cors) {
        this.cors = cors;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", settings.getReferrerPolicy());
        headers.put("X-Frame-Options", settings.getFrameOptions());
        headers.put("Content-Security-Policy", settings.getContentSecurityPolicy());
        headers.values().removeIf(String::isEmpty);
        inClearText = Map.copyOf(headers);
        headers.put("Strict-Transport-Security", settings.getStrictTransportSecurity());
        headers.values().removeIf(String::isEmpty);
        underTls = Map.copyOf(headers);
    }

    /**
     * For a head that is written by hand, past the filters: that of a stream, or of a WebSocket
     * handshake.
     *
     * @return names as usually written, each with its one value
     */
    public Map<String, String> of(HttpRequest<?> request) {
        Map<String, String> all = new LinkedHashMap<>(security(request));
        all.putAll(cors.headers(request));
        all.put(CorrelationIds.HEADER, CorrelationIds.of(request));
        return all;
    }

    /** Without those for cross-origin requests, which the framework adds to what it writes. */
    Map<String, String> security(HttpRequest<?> request) {
        return request.isSecure() ? underTls : inClearText;
    }
}
