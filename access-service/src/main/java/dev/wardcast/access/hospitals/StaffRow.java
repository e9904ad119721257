package dev.wardcast.access.hospitals;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.List;

/**
 * Somebody who works in a hospital.
 *
 * @param roles with commas between
 */
@MappedEntity("hospital_staff")
record StaffRow(@Id String userId, String username, String status, String roles) {
    List<String> roleNames() {
        return roles.isEmpty() ? List.of() : List.of(roles.split(","));
    }
}
