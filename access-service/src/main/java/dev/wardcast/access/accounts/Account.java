package dev.wardcast.access.accounts;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as administrators see them.
 *
 * @param patientId the patient that a user with role PATIENT is
 */
@Serdeable
record Account(
        String userId,
        String username,
        String status,
        List<String> roles,
        @Nullable String patientId,
        Instant createdAt) {

    static Account of(AccountRow row) {
        return new Account(
                row.id(),
                row.username(),
                row.status(),
                List.copyOf(row.roleNames()),
                row.patientId(),
                row.createdAt());
    }
}
