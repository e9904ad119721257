package dev.wardcast.gateway;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/** {@code wardcast.gateway}: what an operator may turn; docs/configuration.md explains each. */
@ConfigurationProperties("wardcast.gateway")
public interface GatewayConfiguration {

    /** Time between two comment lines on a quiet stream. */
    @Bindable(defaultValue = "30s")
    Duration getKeepAlive();

    /** What {@code retry:} tells clients to wait before they come back. */
    @Bindable(defaultValue = "2s")
    Duration getRetry();

    /** Messages that may wait for one connection; beyond them it reads on from the buffer later. */
    @Bindable(defaultValue = "100")
    int getMaxPending();

    /** How long a stream outlives a projection that can't be read, before it ends. */
    @Bindable(defaultValue = "15s")
    Duration getUndecidedGrace();

    /** Where alert-service answers, for refilling a stream after a gap. */
    @Bindable(defaultValue = "http://localhost:8080")
    String getAlertsUrl();
}
