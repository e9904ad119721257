package dev.wardcast.kit.audit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code wardcast.audit}.
 *
 * @param ownerUrl JDBC address with the role that owns the schema {@code audit}. Without it a
 *     schema that is there is taken as it is, and a missing one is made with the services' role
 * @param queue entries that may wait in Redis for their place in the audit
 * @param trustedProxies addresses and networks ({@code 10.0.0.0/8}) whose {@code X-Forwarded-For}
 *     is believed
 */
@ConfigurationProperties("wardcast.audit")
record AuditSettings(
        @Nullable String ownerUrl,
        @Bindable(defaultValue = "200000") @Min(1000) int queue,
        @Nullable List<String> trustedProxies) {

    List<String> proxies() {
        return trustedProxies == null ? List.of() : trustedProxies;
    }
}
