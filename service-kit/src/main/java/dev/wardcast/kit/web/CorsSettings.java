package dev.wardcast.kit.web;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code wardcast.cors}: whose pages may use us beside our own; nobody's unless it is said.
 *
 * @param allowedOrigins for instance {@code https://ward.example.org}; not {@code *}, since cookies
 *     count
 */
@ConfigurationProperties("wardcast.cors")
record CorsSettings(@Nullable List<String> allowedOrigins) {

    List<String> origins() {
        return allowedOrigins == null ? List.of() : allowedOrigins;
    }
}
