package dev.wardcast.access.machines;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;

/**
 * A service account as it is stored.
 *
 * @param roles with commas between
 */
@MappedEntity("users")
record AccountRow(@Id String id, String username, String status, String roles, Instant createdAt) {

    boolean active() {
        return status.equals("ACTIVE");
    }

    List<String> roleNames() {
        return roles.isEmpty() ? List.of() : List.of(roles.split(","));
    }
}
