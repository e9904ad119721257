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
        Instant updatedAt) {}
