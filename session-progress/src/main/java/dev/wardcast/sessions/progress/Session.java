package dev.wardcast.sessions.progress;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as it stands.
 *
 * @param status wire name of a {@link Status}
 * @param progress percent
 * @param error why it failed, if it did and the worker said so
 * @param attempt from 1; one more with each retry, and then progress begins anew
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Session(
        String sessionId,
        String patientId,
        String status,
        int progress,
        String message,
        @Nullable String error,
        int attempt,
        Instant createdAt,
        Instant updatedAt) {

    private static final long VERSIONS_OF_ATTEMPT = 1_000;
    private static final long VERSIONS_OF_END = 500;

    /** Grows with each step: attempts follow each other, progress grows, and the end is last. */
    long version() {
        long end = Status.of(this).isFinal() ? VERSIONS_OF_END : 0;
        return attempt * VERSIONS_OF_ATTEMPT + end + progress;
    }
}
