package dev.wardcast.sessions.progress;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * {@code wardcast.sessions.events}.
 *
 * @param pace the shortest time between two steps of a session that its room is told; what comes
 *     faster is told as one. The end never waits
 */
@ConfigurationProperties("wardcast.sessions.events")
record PaceSettings(@NotNull @Bindable(defaultValue = "100ms") Duration pace) {}
