package dev.wardcast.access.people;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Access of a caregiver or a therapist to a patient.
 *
 * @param endsAt when it ends by itself
 * @param active whether it counts now
 * @param endedAt when somebody ended it
 */
@Serdeable
record GrantView(
        String patientId,
        Instant startsAt,
        @Nullable Instant endsAt,
        boolean active,
        String givenBy,
        Instant givenAt,
        @Nullable String reason,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String endedReason) {}
