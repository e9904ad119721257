package dev.wardcast.sessions.progress;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;

/**
 * A session that a worker has taken on.
 *
 * @param leaseId to be shown with each report
 * @param leaseUntil until then nobody else gets it; each report prolongs that
 * @param progress percent that was reached before, by a worker that did not end it
 * @param claim how often this attempt was taken on, from 1
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record Claim(
        String sessionId,
        String patientId,
        String leaseId,
        int leaseSeconds,
        Instant leaseUntil,
        String status,
        int progress,
        int attempt,
        int claim,
        long audioBytes) {}
