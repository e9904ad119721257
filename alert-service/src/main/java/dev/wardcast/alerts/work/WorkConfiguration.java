package dev.wardcast.alerts.work;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * {@code wardcast.alerts}.
 *
 * @param work whether this node works on samples, or only answers requests
 * @param batch samples that the rules see at once at most
 * @param gather for how long what nobody waits for, windows that moved on, may be unstored
 * @param patients how many a node remembers, so that their states need not be read for each reading
 * @param lease how long a node that died keeps its partitions
 * @param heartbeat how often a node prolongs its leases and looks for free partitions
 */
@ConfigurationProperties("wardcast.alerts")
record WorkConfiguration(
        @Bindable(defaultValue = "true") boolean work,
        @Bindable(defaultValue = "500") @Min(1) @Max(10_000) int batch,
        @Bindable(defaultValue = "5s") Duration gather,
        @Bindable(defaultValue = "100000") @Min(0) int patients,
        @Bindable(defaultValue = "3s") Duration lease,
        @Bindable(defaultValue = "1s") Duration heartbeat) {}
