package dev.wardcast.sessions.projection;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * {@code wardcast.sessions.projection}.
 *
 * @param poll how often to look for sessions that could not be projected when they were made, and
 *     whether Redis was emptied
 * @param repair how often to write every session's document again
 */
@ConfigurationProperties("wardcast.sessions.projection")
record ProjectionSettings(
        @NotNull @Bindable(defaultValue = "1s") Duration poll,
        @NotNull @Bindable(defaultValue = "1h") Duration repair) {}
