package dev.wardcast.sessions;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.ReadableBytes;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;

/**
 * {@code wardcast.sessions}.
 *
 * @param audioDir where recordings are kept; made if it is not there, readable by this user only.
 *     Several nodes share it
 * @param maxAudio bytes of the longest recording, 1 KB to 2 GB
 */
@ConfigurationProperties("wardcast.sessions")
public record SessionsSettings(
        @Bindable(defaultValue = ".wardcast/audio") Path audioDir,
        @Bindable(defaultValue = "500MB") @ReadableBytes @Min(1024) @Max(2_000_000_000)
                long maxAudio) {}
