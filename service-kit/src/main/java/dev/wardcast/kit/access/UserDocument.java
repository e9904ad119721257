package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What decisions need to know about a user.
 *
 * @param roles names of roles; those that this version does not know are left out of decisions
 * @param patient the patient that a user with role PATIENT is
 * @param hospitals where the user is staff
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record UserDocument(
        String status,
        List<String> roles,
        @Nullable String patient,
        List<Grant> caregiverOf,
        List<String> therapistOf,
        List<String> hospitals) {

    UserDocument {
        roles = List.copyOf(roles);
        caregiverOf = List.copyOf(caregiverOf);
        therapistOf = List.copyOf(therapistOf);
        hospitals = List.copyOf(hospitals);
    }

    /**
     * @param until the end of the grant, checked against the clock here too, so that a grant ends
     *     even while access-service is away; {@code null}: until it is revoked
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Grant(String patientId, @Nullable Instant until) {
        boolean activeAt(Instant now) {
            return until == null || now.isBefore(until);
        }
    }

    boolean active() {
        return status.equals("ACTIVE");
    }

    Set<Role> knownRoles() {
        return Role.known(roles);
    }
}
