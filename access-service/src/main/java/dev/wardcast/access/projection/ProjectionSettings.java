package dev.wardcast.access.projection;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * @param poll how often to look for work that nobody reported, for grants that start or end, and
 *     whether Redis was emptied
 * @param repair how often to compare every document
 */
@ConfigurationProperties("wardcast.access.projection")
record ProjectionSettings(
        @NotNull @Bindable(defaultValue = "1s") Duration poll,
        @NotNull @Bindable(defaultValue = "5m") Duration repair) {}
