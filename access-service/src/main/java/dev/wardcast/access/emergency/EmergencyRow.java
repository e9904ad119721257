package dev.wardcast.access.emergency;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Emergency access as it is stored.
 *
 * @param endedBy {@code null} where it is open, or its time was over
 */
@MappedEntity("emergency_access")
record EmergencyRow(
        @Id String id,
        String userId,
        String patientId,
        String reason,
        Instant startedAt,
        Instant until,
        @Nullable Instant endedAt,
        @Nullable String endedBy) {}
