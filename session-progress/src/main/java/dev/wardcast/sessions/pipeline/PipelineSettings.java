package dev.wardcast.sessions.pipeline;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * {@code wardcast.sessions.pipeline}.
 *
 * @param work whether this node processes recordings
 * @param workers recordings at one time; each takes a core
 * @param lease how long a node that died keeps its sessions, whole seconds
 * @param poll how often to look for work without having been told of any
 */
@ConfigurationProperties("wardcast.sessions.pipeline")
record PipelineSettings(
        @Bindable(defaultValue = "true") boolean work,
        @Bindable(defaultValue = "1") @Min(1) @Max(64) int workers,
        @NotNull @Bindable(defaultValue = "15s") Duration lease,
        @NotNull @Bindable(defaultValue = "1s") Duration poll) {

    PipelineSettings {
        if (lease.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "wardcast.sessions.pipeline.lease: " + lease + " (expected: at least 1s)");
        }
    }
}
