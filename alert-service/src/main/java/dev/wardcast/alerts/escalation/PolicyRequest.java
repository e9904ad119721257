package dev.wardcast.alerts.escalation;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy as a client writes it.
 *
 * @param tier and patientId say whose it is; a change can't move it
 * @param version the one that a change is meant for; {@code null}: whichever there is
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record PolicyRequest(
        @Nullable String name,
        @Nullable String tier,
        @Nullable String patientId,
        @Nullable List<Step> steps,
        @Nullable String unattendedAfter,
        @Nullable Integer version) {

    @Serdeable
    record Step(@Nullable String after, @Nullable List<String> roles) {}

    PolicyDraft draft() {
        return PolicyDraft.of(name, steps, unattendedAfter);
    }
}
