package dev.wardcast.access.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A user as it is stored. */
@MappedEntity("users")
public record UserRow(@Id String id, String username, String passwordHash, String status) {
    public boolean active() {
        return status.equals("ACTIVE");
    }
}
