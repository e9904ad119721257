package dev.wardcast.kit.web;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.HttpServerConfiguration.CorsConfiguration;
import io.micronaut.http.server.cors.CorsOriginConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Cross-origin requests: the framework answers them by what is set here, and the heads that are
 * written by hand get the same headers.
 *
 * <p>Whoever is allowed at all is allowed every method of a route and every header: those of the
 * allowed list are people's own pages, and a list of headers would refuse a preflight that asks for
 * none.
 */
@Singleton
final class CorsPolicy implements BeanCreatedEventListener<CorsConfiguration> {

    private static final List<String> EXPOSED = List.of("Retry-After", "Location");

    private final CorsSettings settings;
    private final OriginCheck origins;

    CorsPolicy(CorsSettings settings, OriginCheck origins) {
        this.settings = settings;
        this.origins = origins;
    }

    @Override
    public CorsConfiguration onCreated(BeanCreatedEvent<CorsConfiguration> event) {
        CorsConfiguration cors = event.getBean();
        if (origins.allowsAny()) {
            CorsOriginConfiguration allowed = new CorsOriginConfiguration();
            allowed.setAllowedOrigins(settings.origins());
            allowed.setExposedHeaders(EXPOSED);
            allowed.setAllowCredentials(true);
            allowed.setAllowPrivateNetwork(false);
            cors.setEnabled(true);
            cors.setSingleHeader(true);
            cors.setConfigurations(Map.of("wardcast", allowed));
        }
        return cors;
    }

    /**
     * What an answer to this request says to the browser; nothing to a page that is not allowed.
     */
    Map<String, String> headers(HttpRequest<?> request) {
        String origin = request.getHeaders().get(HttpHeaders.ORIGIN);
        if (origin == null || !origins.allows(origin)) {
            return Map.of();
        }
        return Map.of(
                HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN,
                origin,
                HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS,
                "true",
                HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                String.join(",", EXPOSED),
                HttpHeaders.VARY,
                HttpHeaders.ORIGIN);
    }
}
