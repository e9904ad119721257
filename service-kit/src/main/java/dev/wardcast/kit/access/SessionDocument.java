package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/**
 * What decisions need to know about a session. It never changes, and nobody removes it.
 *
 * @param patientId whose session it is
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record SessionDocument(String patientId) {}
