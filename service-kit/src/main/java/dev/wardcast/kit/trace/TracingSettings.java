package dev.wardcast.kit.trace;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

/**
 * {@code wardcast.tracing}.
 *
 * @param enabled whether anything is recorded, whatever a caller asks for
 * @param endpoint where spans are sent, as OTLP over HTTP
 * @param ratio of the requests without a {@code traceparent}, how many are recorded; 0 to 1
 */
@ConfigurationProperties("wardcast.tracing")
public record TracingSettings(
        @Bindable(defaultValue = "false") boolean enabled,
        @Bindable(defaultValue = "http://localhost:4318/v1/traces") String endpoint,
        @Bindable(defaultValue = "0.01") @DecimalMin("0") @DecimalMax("1") double ratio) {}
