package dev.wardcast.access.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who was given access to whom, by whom, and who ended it.
 *
 * @param endsAt when it ends by itself
 * @param endedAt when somebody ended it before
 */
@MappedEntity("caregiver_grants")
record GrantRow(
        @Id long id,
        String patientId,
        Instant startsAt,
        @Nullable Instant endsAt,
        boolean active,
        String givenBy,
        Instant givenAt,
        @Nullable String reason,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String endedReason) {

    GrantView view() {
        return new GrantView(
                patientId,
                startsAt,
                endsAt,
                active,
                givenBy,
                givenAt,
                reason,
                endedAt,
                endedBy,
                endedReason);
    }
}
