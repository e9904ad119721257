package dev.wardcast.access.accounts;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A user without the password.
 *
 * @param roles with commas between
 */
@MappedEntity("users")
record AccountRow(
        @Id String id,
        String username,
        String status,
        @Nullable String patientId,
        String roles,
        Instant createdAt) {

    Set<String> roleNames() {
        return roles.isEmpty() ? Set.of() : new TreeSet<>(List.of(roles.split(",")));
    }

    boolean isActiveAdmin() {
        return status.equals("ACTIVE") && roleNames().contains("ADMIN");
    }
}
