package dev.wardcast.sessions.audio;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.ReadableBytes;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * {@code wardcast.sessions.s3}.
 *
 * @param bucket where recordings are kept; without one they are files
 * @param endpoint of another store than Amazon's that speaks S3
 * @param accessKey without it the machine's own credentials count: variables of the environment,
 *     files, the role of the pod
 * @param pathStyle whether the bucket is in the path rather than in the host's name
 * @param partSize bytes of a recording that are held in memory while it arrives, 5 MB to 100 MB
 */
@ConfigurationProperties("wardcast.sessions.s3")
record S3Settings(
        @Nullable String bucket,
        @Nullable URI endpoint,
        @Bindable(defaultValue = "us-east-1") String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Bindable(defaultValue = "true") boolean pathStyle,
        @Bindable(defaultValue = "8MB") @ReadableBytes @Min(5 << 20) @Max(100 << 20)
                int partSize) {}
